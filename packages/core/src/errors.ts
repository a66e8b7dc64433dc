/**
 * Every error code of ChannelKit with its title and remedy; docs/errors.md is generated from it.
 * 1xx names and contract · 2xx client and connection · 3xx channels and authorisation · 4xx React · 5xx query bridge · 6xx server.
 */
export const errorCatalogue = {
  CK101: {
    title: 'Channel name refused',
    remedy: 'Use 1 to 164 of A-Z a-z 0-9 _ - = @ , . ; and no name of Object.prototype.',
  },
  CK102: {
    title: 'Event name refused',
    remedy: 'Use 1 to 200 characters and no pusher: or pusher_internal: prefix.',
  },
  CK103: {
    title: 'Channel pattern refused',
    remedy: 'Write {name} for one part without dots or {name*} for any rest, each name once.',
  },
  CK104: { title: 'Two channel patterns overlap', remedy: 'Change one of them so that no name fits both.' },
  CK105: {
    title: 'Channel parameter refused',
    remedy: 'Pass a value that the pattern reads back unchanged.',
  },
  CK106: {
    title: 'Channel not in the contract',
    remedy: 'Add its pattern to defineChannels or fix the name.',
  },
  CK107: { title: 'Asynchronous validator', remedy: 'Give the event a schema that validates synchronously.' },
  CK108: {
    title: 'Payload does not fit its schema',
    remedy: 'Send what the contract says, or change the contract.',
  },
  CK201: { title: 'Real time is switched off', remedy: 'Pass a config with a key to switch it on.' },
  CK202: {
    title: 'pusher-js did not load',
    remedy: 'Install pusher-js 8.6 or newer, or pass `pusher`; the next attempt loads it again.',
  },
  CK203: {
    title: 'Connection refused by the server',
    remedy: 'Check key, cluster and host, then call connect().',
  },
  CK204: { title: 'Connection lost', remedy: 'Nothing to do: it is tried again by itself.' },
  CK205: { title: 'No usable WebSocket transport', remedy: 'Check that WebSockets are not blocked here.' },
  CK206: { title: 'Client disposed', remedy: 'Make a new client; a disposed one stays closed.' },
  CK207: { title: 'Two contracts on one client', remedy: 'Use one defineChannels result per client.' },
  CK208: {
    title: 'Not available on a server',
    remedy: 'Call it in the browser, in an effect or an event handler.',
  },
  CK209: { title: 'Malformed frame received', remedy: 'Look at the server or proxy that sent it.' },
  CK210: { title: 'A listener threw', remedy: 'Fix the handler named in `cause`; other handlers ran.' },
  CK211: {
    title: 'Sign-in failed',
    remedy: 'Check the user authentication endpoint; it is tried again by itself.',
  },
  CK301: {
    title: 'Authorisation failed',
    remedy: 'Check that the auth endpoint is up; it is tried again by itself.',
  },
  CK302: {
    title: 'Authorisation denied',
    remedy: 'This user may not join the channel; it is tried again after a user or auth change or retry().',
  },
  CK303: {
    title: 'Subscription refused by the server',
    remedy: 'Check key and secret of the auth endpoint.',
  },
  CK304: {
    title: 'Subscription not answered in time',
    remedy: 'Nothing to do: it is tried again by itself.',
  },
  CK305: {
    title: 'No authorisation configured',
    remedy: 'Pass `auth: { endpoint }` or `auth: { authorize }`.',
  },
  CK306: {
    title: 'Client event refused',
    remedy: 'Send client-* events on private or presence channels only.',
  },
  CK307: { title: 'Client event not sent', remedy: 'Wait until the channel is subscribed, then send again.' },
  CK308: {
    title: 'Too many client events',
    remedy: 'Send at most 10 client events a second per connection.',
  },
  CK309: {
    title: 'Encrypted channels need another build',
    remedy: "Pass `pusher: () => import('pusher-js/with-encryption')`.",
  },
  CK310: { title: 'Lease released', remedy: 'Acquire the channel again before using it.' },
  CK311: { title: 'Encrypted event not readable', remedy: 'Check the master key of the server.' },
  CK401: { title: 'No provider', remedy: 'Wrap the tree in <PusherProvider>.' },
  CK402: {
    title: 'User is controlled by the provider',
    remedy: 'Change the `userId` prop, or leave it away.',
  },
  CK403: {
    title: 'No user channel configured',
    remedy: 'Pass `userChannel` to the provider or a `channel`.',
  },
  CK404: {
    title: 'Hook called in a server component',
    remedy: "Move it into a file that begins with 'use client'.",
  },
  CK501: { title: 'Query rules refused', remedy: 'Return query keys (arrays) or patches from a rule.' },
  CK502: {
    title: 'No query bridge',
    remedy: 'Wrap the tree in <QueryBridgeProvider> below <PusherProvider>.',
  },
  CK503: { title: 'Query bridge disposed', remedy: 'Make a new bridge.' },
  CK601: {
    title: 'Server not configured',
    remedy: 'Set PUSHER_APP_ID, PUSHER_APP_KEY and PUSHER_APP_SECRET.',
  },
  CK602: {
    title: 'Server settings contradict each other',
    remedy: 'Keep one of the settings that the message names.',
  },
  CK603: { title: 'Request to the Pusher API failed', remedy: 'Check host, port and TLS; see `cause`.' },
  CK604: { title: 'Pusher API refused the request', remedy: 'Check app id, key and secret, and the clock.' },
  CK605: { title: 'Payload too large', remedy: 'Send a reference and let the client fetch.' },
  CK606: { title: 'Request not acceptable', remedy: 'Send what the documentation of the handler says.' },
  CK607: { title: 'Webhook refused', remedy: 'Check key, secret and clock of the sender.' },
  CK608: {
    title: 'TLS mismatch',
    remedy: 'Make PUSHER_USE_TLS and PUSHER_SCHEME agree with what the host speaks.',
  },
  CK609: { title: 'Payload is not JSON', remedy: 'Send a value that JSON.stringify can write.' },
  CK610: {
    title: 'No usable encryption key',
    remedy: 'Set PUSHER_ENCRYPTION_MASTER_KEY to 32 bytes in base64.',
  },
  CK611: { title: 'Not to be signed', remedy: 'Sign guarded channels, for a valid socket id and user.' },
  CK612: {
    title: 'Authorisation table refused',
    remedy: 'Give every guarded pattern of the contract one rule.',
  },
} as const;

/** A code of {@link errorCatalogue}, for example `CK302`. */
export type RealtimeErrorCode = keyof typeof errorCatalogue;

/** What {@link RealtimeError} takes besides code and message. */
export interface RealtimeErrorOptions {
  /** The underlying error, if any. */
  cause?: unknown;
  /** Replaces the catalogue's remedy where the call site knows a better one. */
  remedy?: string;
}

/**
 * The one error class of ChannelKit: `message` says what failed, `remedy` what to do, `code` never changes its meaning.
 * Texts hold public names only and never a secret.
 */
export class RealtimeError extends Error {
  override readonly name = 'RealtimeError';
  readonly code: RealtimeErrorCode;
  readonly remedy: string;

  constructor(code: RealtimeErrorCode, detail: string, options: RealtimeErrorOptions = {}) {
    const { title, remedy } = errorCatalogue[code];
    const advice = options.remedy ?? remedy;
    super(
      `${code} ${title}: ${detail}. ${advice}`,
      'cause' in options ? { cause: options.cause } : undefined,
    );
    this.code = code;
    this.remedy = advice;
  }
}
