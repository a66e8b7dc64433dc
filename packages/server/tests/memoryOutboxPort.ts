import type { ClaimedEvent, OutboxEvent, OutboxPort } from '../src/outbox/outboxPort.ts';

type Row = ClaimedEvent & { dueAt: number; state: 'waiting' | 'sent' | 'failed' };

/** A transaction of the database below. Its rows exist only after the commit. */
export interface MemoryTransaction {
  readonly written: Row[];
}

/** A database in memory, with transactions. */
export function createMemoryDatabase() {
  const rows: Row[] = [];
  const port: OutboxPort<MemoryTransaction> = {
    insert: async (transaction, events: readonly OutboxEvent[]) => {
      transaction.written.push(
        ...events.map((event): Row => ({ ...event, attempts: 0, dueAt: 0, state: 'waiting' })),
      );
    },
    claim: async ({ limit, now, leasedUntil }) => {
      const due = rows.filter((row) => row.state === 'waiting' && row.dueAt <= now).slice(0, limit);
      for (const row of due) row.dueAt = leasedUntil;
      return due.map(({ id, channel, event, data, socketId, attempts }) => ({
        id,
        channel,
        event,
        data,
        socketId,
        attempts,
      }));
    },
    settle: async (outcomes) => {
      for (const outcome of outcomes) Object.assign(rows.find((row) => row.id === outcome.id) ?? {}, outcome);
    },
  };
  const transaction = async <TResult>(
    work: (tx: MemoryTransaction) => Promise<TResult>,
  ): Promise<TResult> => {
    const tx: MemoryTransaction = { written: [] };
    const result = await work(tx);
    rows.push(...tx.written);
    return result;
  };
  return { rows, port, transaction };
}
