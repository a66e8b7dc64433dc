/** Opens the database before the first request is answered, and sends the events that an earlier process left in it. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NEXT_PHASE === 'phase-production-build') return;
  const { getDatabase } = await import('./lib/server/db/database.ts');
  await getDatabase();
  const { getOutbox } = await import('./lib/server/outbox.ts');
  const { startOutbox } = await import('./lib/server/outboxWorker.ts');
  startOutbox(getOutbox());
}
