/** Query keys of print jobs. */
export const printJobKeys = {
  lists: () => ['print-jobs', 'list'] as const,
};
