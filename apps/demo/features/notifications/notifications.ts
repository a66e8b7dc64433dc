import { z } from 'zod';
import { rowId } from '../../http/rowId.ts';
import { PUSHER_EVENTS, type PusherEventName } from './pusherEvents.ts';

const common = {
  id: z.number().optional(),
  sentAt: z.iso.datetime().optional(),
};
const id = z.union([z.string().min(1), z.number()]).transform(String);

/** The payloads of a person's own channel, by event. A listed event without a payload does not compile. */
export const notificationEvents = {
  [PUSHER_EVENTS.NOTIFICATION]: z.object({ ...common, title: z.string(), body: z.string().default('') }),
  [PUSHER_EVENTS.NEW_ORDER]: z.object({ ...common, orderId: id, items: z.number() }),
  [PUSHER_EVENTS.PRESCRIPTION_UPDATED]: z.object({ ...common, prescriptionId: id, status: z.string() }),
} satisfies Record<PusherEventName, z.ZodType>;

/** The body of `POST /api/notifications`: the recipient and the event. */
export const newNotificationSchema = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.literal(PUSHER_EVENTS.NOTIFICATION),
    userId: rowId,
    title: z.string().trim().min(1, 'Enter some text.').max(120, 'At most 120 characters.'),
    body: z.string().trim().max(500, 'At most 500 characters.').default(''),
  }),
  z.strictObject({
    event: z.literal(PUSHER_EVENTS.NEW_ORDER),
    userId: rowId,
    orderId: rowId,
    items: z.int().min(1).max(999),
  }),
  z.strictObject({
    event: z.literal(PUSHER_EVENTS.PRESCRIPTION_UPDATED),
    userId: rowId,
    prescriptionId: rowId,
    status: z.enum(['received', 'in preparation', 'ready', 'collected']),
  }),
]);
export type NewNotification = z.input<typeof newNotificationSchema>;

/** A notification in a person's list. */
export interface NotificationEntry {
  readonly id: number;
  readonly title: string;
  readonly body: string;
  readonly at: string;
}
