import { atMost } from './atMost.ts';

/** Starts background work. Returns a function that stops it and resolves when nothing is running. */
type Start = () => () => Promise<void>;

const shared = globalThis as typeof globalThis & { demoBackgroundWork?: readonly ReturnType<Start>[] };

/** Starts the background work, once per process, until {@link stopBackgroundWork}. */
export function startBackgroundWork(...starts: readonly Start[]): void {
  shared.demoBackgroundWork ??= starts.map((start) => start());
}

/** Milliseconds to wait for running work when stopping: less than a hanging service takes to time out. */
const patience = 2000;

/** Stops the background work, so that the database can be closed. Unsent events are kept for the next start. */
export async function stopBackgroundWork(): Promise<void> {
  const stops = shared.demoBackgroundWork ?? [];
  delete shared.demoBackgroundWork;
  await atMost(patience, Promise.all(stops.map((stop) => stop())));
}
