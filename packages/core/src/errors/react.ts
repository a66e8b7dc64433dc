// What the hooks can find.

export const CK401 = {
  code: 'CK401',
  title: 'No provider',
  remedy: 'Wrap the tree in <PusherProvider>.',
} as const;
export const CK403 = {
  code: 'CK403',
  title: 'No user channel configured',
  remedy: 'Pass `userChannel` to the provider or a `channel`.',
} as const;
export const CK404 = {
  code: 'CK404',
  title: 'Hook called in a server component',
  remedy: "Move it into a file that begins with 'use client'.",
} as const;
