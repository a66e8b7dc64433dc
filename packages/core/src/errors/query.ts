// The errors of the query bridge.

export const CK501 = {
  code: 'CK501',
  title: 'Invalid query rule',
  remedy: 'Return query keys (arrays) or patches from a rule.',
} as const;
export const CK502 = {
  code: 'CK502',
  title: 'No query bridge',
  remedy: 'Wrap the tree in <QueryBridgeProvider> below <PusherProvider>.',
} as const;
export const CK503 = {
  code: 'CK503',
  title: 'Query bridge disposed',
  remedy: 'Create a new bridge.',
} as const;
export const CK504 = {
  code: 'CK504',
  title: 'Query held too long',
  remedy:
    'Let the mutation end, or list the query keys that it writes in its meta.affects. Updates of the query go on meanwhile.',
} as const;
