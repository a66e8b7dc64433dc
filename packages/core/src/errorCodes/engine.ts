// What the engine can meet on the connection and on a channel.

export const CK201 = {
  code: 'CK201',
  title: 'Real time is switched off',
  remedy: 'Pass a config with a key to switch it on.',
} as const;
export const CK203 = {
  code: 'CK203',
  title: 'Connection refused by the server',
  remedy: 'Check key, cluster and host, then call connect().',
} as const;
export const CK204 = {
  code: 'CK204',
  title: 'Connection lost',
  remedy: 'Nothing to do: it is retried automatically.',
} as const;
export const CK205 = {
  code: 'CK205',
  title: 'No usable WebSocket transport',
  remedy: 'Check that WebSockets are not blocked here.',
} as const;
export const CK209 = {
  code: 'CK209',
  title: 'Malformed frame received',
  remedy: 'Look at the server or proxy that sent it.',
} as const;
export const CK211 = {
  code: 'CK211',
  title: 'Sign-in failed',
  remedy: 'Check the user authentication endpoint; it is retried automatically.',
} as const;
export const CK212 = {
  code: 'CK212',
  title: 'Refused by the server',
  remedy:
    'Look the number up under "Error codes" of the Channels protocol; the connection goes on without what it names.',
} as const;
export const CK301 = {
  code: 'CK301',
  title: 'Authorisation failed',
  remedy: 'Check that the auth endpoint is up and, for 401, who is signed in; it is retried automatically.',
} as const;
export const CK302 = {
  code: 'CK302',
  title: 'Authorisation denied',
  remedy: 'This user may not join the channel; it is retried after a change of user or auth, or by retry().',
} as const;
export const CK303 = {
  code: 'CK303',
  title: 'Subscription refused by the server',
  remedy: 'Check key and secret of the auth endpoint.',
} as const;
export const CK304 = {
  code: 'CK304',
  title: 'Subscription not answered in time',
  remedy: 'Nothing to do: it is retried automatically.',
} as const;
export const CK305 = {
  code: 'CK305',
  title: 'No authorisation configured',
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
  title: 'Encrypted channels need another build',
  remedy: "Pass `pusher: () => import('pusher-js/with-encryption')`.",
} as const;
export const CK310 = {
  code: 'CK310',
  title: 'Lease released',
  remedy: 'Acquire the channel again before using it.',
} as const;
export const CK311 = {
  code: 'CK311',
  title: 'Encrypted event not readable',
  remedy: 'Check the master key of the server.',
} as const;
