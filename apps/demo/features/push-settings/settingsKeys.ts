/** Query keys of an administrator's settings. */
export const settingsKeys = {
  push: () => ['settings', 'push'] as const,
};
