/** Milliseconds between two checks for overdue invoices. */
const sweepPause = 15_000;

/** Opens the database before the first request, and starts the background work. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NEXT_PHASE === 'phase-production-build') return;
  const { getDatabase } = await import('./server/database.ts');
  await getDatabase();
  const { getEventLog } = await import('./server/eventLog.ts');
  const { sweepOverdueInvoices } = await import('./features/invoices/sweepOverdueInvoices.server.ts');
  const { repeat } = await import('./server/repeat.ts');
  const { startBackgroundWork } = await import('./server/backgroundWork.ts');
  startBackgroundWork(
    // sends events that a crash or an outage left behind
    () => getEventLog().start(),
    () => repeat(() => sweepOverdueInvoices(), sweepPause),
  );
}
