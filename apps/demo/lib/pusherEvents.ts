/** The events of a person's own channel. A new one is added here, and to the contract with its payload. */
export const PUSHER_EVENTS = {
  NOTIFICATION: 'notification',
  NEW_ORDER: 'new-order',
  PRESCRIPTION_UPDATED: 'prescription-updated',
} as const;
