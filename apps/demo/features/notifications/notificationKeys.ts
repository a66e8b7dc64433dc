/** Query keys of a person's notifications. */
export const notificationKeys = {
  list: (userId: string) => ['notifications', userId] as const,
};
