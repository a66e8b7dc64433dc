import { atMost } from './atMost.ts';

/** Starts some work that goes on by itself, and gives the function that ends it once nothing of it is running. */
type Start = () => () => Promise<void>;

const shared = globalThis as typeof globalThis & { demoBackgroundWork?: readonly ReturnType<Start>[] };

/** Starts, once per process and until {@link stopBackgroundWork}, what nobody asks for by a request. */
export function startBackgroundWork(...starts: readonly Start[]): void {
  shared.demoBackgroundWork ??= starts.map((start) => start());
}

/** How long the end waits for what is being done, in milliseconds: less than a service that hangs takes to fail. */
const patience = 2000;

/** Ends it, and waits until the database can be closed. What could not be sent by then is kept for the next start. */
export async function stopBackgroundWork(): Promise<void> {
  const stops = shared.demoBackgroundWork ?? [];
  delete shared.demoBackgroundWork;
  await atMost(patience, Promise.all(stops.map((stop) => stop())));
}
