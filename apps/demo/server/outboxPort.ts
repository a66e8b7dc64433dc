import 'server-only';
import type { OutboxPort } from '@channelkit/server';
import { and, eq, inArray, lte } from 'drizzle-orm';
import { getDatabase, type Queryable } from './database.ts';
import { outbox } from './outboxTable.ts';

const { id, channel, event, data, socketId, attempts, seq } = outbox;

/** The table of the demo's outbox, on either database. */
export const outboxPort: OutboxPort<Queryable> = {
  insert: async (transaction, events) => {
    if (events.length > 0) await transaction.insert(outbox).values([...events]);
  },
  claim: async ({ limit, now, leasedUntil }) => {
    const db = await getDatabase();
    // A common table expression: a subquery could run more than once and lock more rows than the limit.
    const due = db.$with('due').as(
      db
        .select({ seq })
        .from(outbox)
        .where(and(eq(outbox.state, 'waiting'), lte(outbox.dueAt, now)))
        .orderBy(seq)
        .limit(limit)
        .for('update', { skipLocked: true }),
    );
    const claimed = await db
      .with(due)
      .update(outbox)
      .set({ dueAt: leasedUntil })
      .where(inArray(seq, db.select({ seq: due.seq }).from(due)))
      .returning({ id, channel, event, data, socketId, attempts, seq });
    return claimed.sort((one, other) => one.seq - other.seq);
  },
  settle: async (outcomes) => {
    const db = await getDatabase();
    const sent = outcomes.filter(({ state }) => state === 'sent').map((outcome) => outcome.id);
    if (sent.length > 0) await db.delete(outbox).where(inArray(id, sent));
    for (const { id: settled, ...outcome } of outcomes)
      if (outcome.state !== 'sent') await db.update(outbox).set(outcome).where(eq(id, settled));
  },
};
