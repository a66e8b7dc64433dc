// Errors of the server package.

export const CK601 = {
  code: 'CK601',
  title: 'Server not configured',
  remedy: 'Set PUSHER_APP_ID, PUSHER_APP_KEY and PUSHER_APP_SECRET.',
} as const;
export const CK602 = {
  code: 'CK602',
  title: 'Server settings contradict each other',
  remedy: 'Keep one of the settings that the message names.',
} as const;
export const CK603 = {
  code: 'CK603',
  title: 'Request to the Pusher API failed',
  remedy: 'Check host, port and TLS; see `cause`.',
} as const;
export const CK604 = {
  code: 'CK604',
  title: 'Pusher API refused the request',
  remedy: 'Check app id, key and secret, and the clock.',
} as const;
export const CK605 = {
  code: 'CK605',
  title: 'Payload too large',
  remedy: 'Send a reference and let the client fetch.',
} as const;
export const CK606 = {
  code: 'CK606',
  title: 'Argument refused',
  remedy: 'Pass what the documentation of the method asks for.',
} as const;
export const CK607 = {
  code: 'CK607',
  title: 'Webhook refused',
  remedy: 'Check key, secret and clock of the sender.',
} as const;
export const CK608 = {
  code: 'CK608',
  title: 'TLS mismatch',
  remedy: 'Make PUSHER_USE_TLS and PUSHER_SCHEME agree with what the host speaks.',
} as const;
export const CK609 = {
  code: 'CK609',
  title: 'Payload is not JSON',
  remedy: 'Send a value that JSON.stringify can write.',
} as const;
export const CK610 = {
  code: 'CK610',
  title: 'No usable encryption key',
  remedy: 'Set PUSHER_ENCRYPTION_MASTER_KEY to 32 bytes in base64.',
} as const;
export const CK611 = {
  code: 'CK611',
  title: 'Signature refused',
  remedy: 'Sign private, presence and encrypted channels only, for a valid socket id and user.',
} as const;
export const CK612 = {
  code: 'CK612',
  title: 'Authorization table refused',
  remedy: 'Give every private, presence and encrypted pattern of the contract one rule.',
} as const;
export const CK613 = {
  code: 'CK613',
  title: 'Unusable return value',
  remedy: 'Return what the documentation of the option asks for.',
} as const;
export const CK614 = {
  code: 'CK614',
  title: 'Payload of a durable channel is not a JSON object',
  remedy: 'Send an object, for example { value }: the event log adds its position to it.',
} as const;
export const CK615 = {
  code: 'CK615',
  title: 'Payload has the reserved key $continuity',
  remedy: 'Rename the key. The event log writes the position of an event under it.',
} as const;
export const CK616 = {
  code: 'CK616',
  title: 'Channel is not durable',
  remedy: 'Give it `durable: true` in the contract, or leave it out.',
} as const;
