/**
 * Does something at once and again `pause` milliseconds after each end of it; a failure is logged. The function that it gives
 * ends it, and resolves when nothing is being done.
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
