// Every error code of ChannelKit with its title and remedy; docs/errors.md is generated from it. One constant each, so that a
// page carries the texts of what it can fail at and no others.
// 1xx names and contract · 2xx client and connection · 3xx channels and authorisation · 4xx React · 5xx query bridge · 6xx server.

export const CK101 = {
  code: 'CK101',
  title: 'Channel name refused',
  remedy: 'Use 1 to 164 of A-Z a-z 0-9 _ - = @ , . ; and no name of Object.prototype.',
} as const;
export const CK102 = {
  code: 'CK102',
  title: 'Event name refused',
  remedy: 'Use 1 to 200 characters and no pusher: or pusher_internal: prefix.',
} as const;
export const CK103 = {
  code: 'CK103',
  title: 'Channel pattern refused',
  remedy: 'Write {name} for one part without dots or {name*} for any rest, each name once.',
} as const;
export const CK104 = {
  code: 'CK104',
  title: 'Two channel patterns overlap',
  remedy: 'Change one of them so that no name fits both.',
} as const;
export const CK105 = {
  code: 'CK105',
  title: 'Channel parameter refused',
  remedy: 'Pass a value that the pattern reads back unchanged.',
} as const;
export const CK106 = {
  code: 'CK106',
  title: 'Channel not in the contract',
  remedy: 'Add its pattern to defineChannels or fix the name.',
} as const;
export const CK107 = {
  code: 'CK107',
  title: 'Asynchronous validator',
  remedy: 'Give the event a schema that validates synchronously.',
} as const;
export const CK108 = {
  code: 'CK108',
  title: 'Payload does not fit its schema',
  remedy: 'Send what the contract says, or change the contract.',
} as const;
export const CK201 = {
  code: 'CK201',
  title: 'Real time is switched off',
  remedy: 'Pass a config with a key to switch it on.',
} as const;
export const CK202 = {
  code: 'CK202',
  title: 'pusher-js did not load',
  remedy: 'Install pusher-js 8.6 or newer, or pass `pusher`; the next attempt loads it again.',
} as const;
export const CK203 = {
  code: 'CK203',
  title: 'Connection refused by the server',
  remedy: 'Check key, cluster and host, then call connect().',
} as const;
export const CK204 = {
  code: 'CK204',
  title: 'Connection lost',
  remedy: 'Nothing to do: it is tried again by itself.',
} as const;
export const CK205 = {
  code: 'CK205',
  title: 'No usable WebSocket transport',
  remedy: 'Check that WebSockets are not blocked here.',
} as const;
export const CK206 = {
  code: 'CK206',
  title: 'Client disposed',
  remedy: 'Make a new client; a disposed one stays closed.',
} as const;
export const CK207 = {
  code: 'CK207',
  title: 'Two contracts on one client',
  remedy: 'Use one defineChannels result per client.',
} as const;
export const CK208 = {
  code: 'CK208',
  title: 'Not available on a server',
  remedy: 'Call it in the browser, in an effect or an event handler.',
} as const;
export const CK209 = {
  code: 'CK209',
  title: 'Malformed frame received',
  remedy: 'Look at the server or proxy that sent it.',
} as const;
export const CK210 = {
  code: 'CK210',
  title: 'A listener threw',
  remedy: 'Fix the handler named in `cause`; other handlers ran.',
} as const;
export const CK211 = {
  code: 'CK211',
  title: 'Sign-in failed',
  remedy: 'Check the user authentication endpoint; it is tried again by itself.',
} as const;
export const CK301 = {
  code: 'CK301',
  title: 'Authorisation failed',
  remedy: 'Check that the auth endpoint is up; it is tried again by itself.',
} as const;
export const CK302 = {
  code: 'CK302',
  title: 'Authorisation denied',
  remedy: 'This user may not join the channel; it is tried again after a user or auth change or retry().',
} as const;
export const CK303 = {
  code: 'CK303',
  title: 'Subscription refused by the server',
  remedy: 'Check key and secret of the auth endpoint.',
} as const;
export const CK304 = {
  code: 'CK304',
  title: 'Subscription not answered in time',
  remedy: 'Nothing to do: it is tried again by itself.',
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
export const CK307 = {
  code: 'CK307',
  title: 'Client event not sent',
  remedy: 'Wait until the channel is subscribed, then send again.',
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
export const CK401 = {
  code: 'CK401',
  title: 'No provider',
  remedy: 'Wrap the tree in <PusherProvider>.',
} as const;
export const CK402 = {
  code: 'CK402',
  title: 'User is controlled by the provider',
  remedy: 'Change the `userId` prop, or leave it away.',
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
  title: 'Request not acceptable',
  remedy: 'Send what the documentation of the handler says.',
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
  title: 'Not to be signed',
  remedy: 'Sign guarded channels, for a valid socket id and user.',
} as const;
export const CK612 = {
  code: 'CK612',
  title: 'Authorisation table refused',
  remedy: 'Give every guarded pattern of the contract one rule.',
} as const;
