// Codes of what can happen on a connection and its channels.

export const CK201 = {
  code: 'CK201',
  title: 'Real time is off',
  remedy: 'Pass a config with a key to turn it on.',
} as const;
export const CK203 = {
  code: 'CK203',
  title: 'Connection refused by the server',
  remedy: 'Check key, cluster, host and TLS, then call connect().',
} as const;
export const CK204 = {
  code: 'CK204',
  title: 'Connection lost',
  remedy: 'Nothing to do: it is retried automatically.',
} as const;
export const CK205 = {
  code: 'CK205',
  title: 'No usable WebSocket',
  remedy: 'Check that WebSockets are available and not blocked here, then call connect().',
} as const;
export const CK209 = {
  code: 'CK209',
  title: 'Malformed frame received',
  remedy: 'Look at the server or proxy that sent it.',
} as const;
export const CK211 = {
  code: 'CK211',
  title: 'Sign-in failed',
  remedy: 'Check the user authentication endpoint. It is retried automatically.',
} as const;
export const CK212 = {
  code: 'CK212',
  title: 'Refused by the server',
  remedy: 'Look the number up under "Error codes" of the Channels protocol. The connection stays up.',
} as const;
export const CK301 = {
  code: 'CK301',
  title: 'Authorization failed',
  remedy:
    'Check that the auth endpoint is up and, for 401, that the user is signed in. It is retried automatically.',
} as const;
export const CK302 = {
  code: 'CK302',
  title: 'Authorization denied',
  remedy:
    'This user may not join the channel. It is tried again when the user or `auth` changes, or by retry().',
} as const;
export const CK303 = {
  code: 'CK303',
  title: 'Subscription refused by the server',
  remedy: 'Check the app key and secret of the auth endpoint. It is retried automatically.',
} as const;
export const CK304 = {
  code: 'CK304',
  title: 'Subscription timed out',
  remedy: 'Nothing to do: it is retried automatically.',
} as const;
export const CK305 = {
  code: 'CK305',
  title: 'No authorization configured',
  remedy: 'Pass `auth: { endpoint }` or `auth: { authorize }`.',
} as const;
export const CK306 = {
  code: 'CK306',
  title: 'Client event refused',
  remedy: 'Send client-* events on private or presence channels only.',
} as const;
export const CK308 = {
  code: 'CK308',
  title: 'Too many client events',
  remedy: 'Send at most 10 client events a second per connection.',
} as const;
export const CK309 = {
  code: 'CK309',
  title: 'The cipher for encrypted channels is missing',
  remedy: 'Check that its chunk can be loaded. It is retried automatically.',
} as const;
export const CK310 = {
  code: 'CK310',
  title: 'Lease released',
  remedy: 'Acquire the channel again before using it.',
} as const;
export const CK311 = {
  code: 'CK311',
  title: 'Encrypted event unreadable',
  remedy: 'Check the encryption master key on the server.',
} as const;
export const CK312 = {
  code: 'CK312',
  title: 'Missed events could not be asked for',
  remedy: 'Check the resume endpoint. It is retried automatically; until then, durable channels tell a gap.',
} as const;
export const CK313 = {
  code: 'CK313',
  title: 'A durable channel cannot resume',
  remedy: 'Pass `resume: { endpoint }`. Until then, the channel tells a gap after each loss, like any other.',
} as const;
