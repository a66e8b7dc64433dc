/** Query keys of the chat. */
export const chatKeys = {
  messages: () => ['chat', 'messages'] as const,
};
