/**
 * Runs work at once, and again `pause` milliseconds after each run; failures are logged. Returns a function that stops it and
 * resolves when nothing is running.
 */
export function repeat(work: () => Promise<unknown>, pause: number): () => Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let round = Promise.resolve();
  const run = () => {
    round = work()
      .catch((error: unknown) => console.error(error))
      .then(() => {
        if (!stopped) timer = setTimeout(run, pause);
      });
  };
  run();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await round;
  };
}
