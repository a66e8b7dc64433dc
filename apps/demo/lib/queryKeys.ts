/** The keys of what pages know of invoices. Ids are strings, as channel names carry them. */
export const invoiceKeys = {
  all: ['invoices'] as const,
  lists: () => ['invoices', 'list'] as const,
  summary: () => ['invoices', 'summary'] as const,
  detail: (invoiceId: string) => ['invoices', 'detail', invoiceId] as const,
  payable: (invoiceId: string) => ['invoices', 'payable', invoiceId] as const,
};

/** The keys of what pages know of orders. */
export const orderKeys = {
  lists: () => ['orders', 'list'] as const,
};

/** The keys of what pages know of print jobs. */
export const printJobKeys = {
  lists: () => ['print-jobs', 'list'] as const,
};

/** The keys of what pages know of the chat. */
export const chatKeys = {
  messages: () => ['chat', 'messages'] as const,
};

/** The keys of what pages know of the leaderboard. */
export const leaderboardKeys = {
  board: () => ['leaderboard', 'board'] as const,
};

/** The keys of what a person was told on their own channel. */
export const notificationKeys = {
  list: (userId: string) => ['notifications', userId] as const,
};

/** The keys of what pages know of classes. */
export const classKeys = {
  lists: () => ['classes', 'list'] as const,
  detail: (classId: string) => ['classes', 'detail', classId] as const,
};

/** The keys of what administrators have set. */
export const settingsKeys = {
  push: () => ['settings', 'push'] as const,
};
