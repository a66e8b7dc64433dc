/** Milliseconds that an orderly end may take; whoever started us kills the rest after ten seconds. */
const patience = 8000;

/**
 * Ends the process in good order at the first signal: 0 when `stop` is done in time. A terminal and npm may both tell of one
 * Ctrl-C, so that what comes after the first is taken for the same.
 */
export function stopAtSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => {
      console.error(`The demo did not end within ${patience / 1000} s and is cut off.`);
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
