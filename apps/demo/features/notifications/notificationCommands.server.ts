import 'server-only';
import { desc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import { getDatabase } from '../../server/database.ts';
import { commit, tell } from '../../server/eventLog.ts';
import { Problem } from '../../server/problem.ts';
import { findPerson } from '../session/peopleQueries.server.ts';
import type { NotificationEntry, newNotificationSchema } from './notifications.ts';
import { notifications } from './notificationTable.server.ts';
import { PUSHER_EVENTS } from './pusherEvents.ts';

type Input = z.output<typeof newNotificationSchema>;

const words = (input: Input): { title: string; body: string } => {
  switch (input.event) {
    case PUSHER_EVENTS.NOTIFICATION:
      return { title: input.title, body: input.body };
    case PUSHER_EVENTS.NEW_ORDER:
      return { title: `New order ${input.orderId}`, body: `${input.items} items to pack.` };
    case PUSHER_EVENTS.PRESCRIPTION_UPDATED:
      return { title: `Prescription ${input.prescriptionId}`, body: `It is ${input.status}.` };
  }
};

/** The event of a notification. `common` holds the fields that every event has. */
function toEvent(input: Input, common: { id: number; sentAt: string }) {
  const channel = `private-supplier.notifications.${input.userId}` as const;
  switch (input.event) {
    case PUSHER_EVENTS.NOTIFICATION:
      return { channel, event: input.event, data: { ...common, title: input.title, body: input.body } };
    case PUSHER_EVENTS.NEW_ORDER:
      return { channel, event: input.event, data: { ...common, orderId: input.orderId, items: input.items } };
    case PUSHER_EVENTS.PRESCRIPTION_UPDATED: {
      const { prescriptionId, status } = input;
      return { channel, event: input.event, data: { ...common, prescriptionId, status } };
    }
  }
}

/** Stores a notification and sends it to its recipient. */
export async function sendNotification(input: Input): Promise<NotificationEntry> {
  if (!(await findPerson(input.userId)))
    throw new Problem(422, 'There is no such person.', { userId: 'Unknown.' });
  return commit(async (tx) => {
    const [row] = await tx
      .insert(notifications)
      .values({ userId: input.userId, ...words(input) })
      .returning();
    if (!row) throw new Error('The notification was not stored.');
    const { id, title, body, createdAt } = row;
    await tell(tx, toEvent(input, { id, sentAt: createdAt.toISOString() }));
    return { id, title, body, at: createdAt.toISOString() };
  });
}

/** A person's last thirty notifications, newest first. */
export async function listNotifications(userId: number): Promise<NotificationEntry[]> {
  const rows = await (await getDatabase())
    .select()
    .from(notifications)
    .where(eq(notifications.userId, userId))
    .orderBy(desc(notifications.id))
    .limit(30);
  return rows.map(({ id, title, body, createdAt }) => ({ id, title, body, at: createdAt.toISOString() }));
}
