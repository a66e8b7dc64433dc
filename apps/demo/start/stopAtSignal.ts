/** Milliseconds that a clean shutdown may take; `npm start` kills the process after ten seconds. */
const patience = 8000;

/**
 * Shuts the process down at the first signal, with exit code 0 if `stop` finishes in time. A terminal and npm may both pass
 * on one Ctrl-C, so later signals are ignored.
 */
export function stopAtSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => {
      console.error(`The demo did not stop within ${patience / 1000} s and is killed.`);
      process.exit(1);
    }, patience).unref();
    await stop().catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void onSignal());
}
