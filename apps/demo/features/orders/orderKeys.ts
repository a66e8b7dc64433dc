/** Query keys of orders. */
export const orderKeys = {
  lists: () => ['orders', 'list'] as const,
};
