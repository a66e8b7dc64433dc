// What the query bridge can find.

export const CK501 = {
  code: 'CK501',
  title: 'Query rules refused',
  remedy: 'Return query keys (arrays) or patches from a rule.',
} as const;
export const CK502 = {
  code: 'CK502',
  title: 'No query bridge',
  remedy: 'Wrap the tree in <QueryBridgeProvider> below <PusherProvider>.',
} as const;
export const CK503 = { code: 'CK503', title: 'Query bridge disposed', remedy: 'Make a new bridge.' } as const;
