/** Starts some work that goes on by itself, and gives the function that ends it once nothing of it is running. */
type Start = () => () => Promise<void>;

const shared = globalThis as typeof globalThis & { demoBackgroundWork?: readonly ReturnType<Start>[] };

/** Starts, once per process and until {@link stopBackgroundWork}, what nobody asks for by a request. */
export function startBackgroundWork(...starts: readonly Start[]): void {
  shared.demoBackgroundWork ??= starts.map((start) => start());
}

/** Ends it, and waits until the database can be closed. */
export async function stopBackgroundWork(): Promise<void> {
  const stops = shared.demoBackgroundWork ?? [];
  delete shared.demoBackgroundWork;
  await Promise.all(stops.map((stop) => stop()));
}
