/** The events of a person's own channel. Add a new event here; the compiler then asks for its payload and its text. */
export const PUSHER_EVENTS = {
  NOTIFICATION: 'notification',
  NEW_ORDER: 'new-order',
  PRESCRIPTION_UPDATED: 'prescription-updated',
} as const;

/** The name of one of {@link PUSHER_EVENTS}. */
export type PusherEventName = (typeof PUSHER_EVENTS)[keyof typeof PUSHER_EVENTS];
