/** A decoded frame. `data` is parsed if it was JSON text. */
export interface Frame {
  event: string;
  channel?: string | null;
  data?: unknown;
  /** The sender of a client event on a presence channel. */
  user_id?: string;
  /** Set by a transport for a frame of its own: it did not come over the socket, so it is no sign of life. */
  isLocal?: true;
  /** Set by a transport that authorizes by itself: no subscribe frame was sent. */
  authorization?: 'failed';
  /** Set by a transport that decrypts by itself: `data` is plain, or could not be decrypted. */
  decryption?: 'done' | 'failed';
  /** With `decryption: 'failed'`: when it arrived, in milliseconds since the epoch. */
  receivedAt?: number;
}

/** Whether a decoded value has fields. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isWatchlistEvent = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value.name === 'string' &&
  Array.isArray(value.user_ids) &&
  value.user_ids.every((id) => typeof id === 'string');

const isMember = ({ data }: Record<string, unknown>): boolean =>
  isRecord(data) && (typeof data.user_id === 'string' || typeof data.user_id === 'number');

/** What the payloads of the protocol's own events must contain. */
const needs = new Map<string, (frame: Record<string, unknown>) => boolean>([
  [
    'pusher_internal:subscription_succeeded',
    ({ channel, data }) =>
      !String(channel).startsWith('presence-') ||
      (isRecord(data) && isRecord(data.presence) && isRecord(data.presence.hash)),
  ],
  ['pusher_internal:member_added', isMember],
  ['pusher_internal:member_removed', isMember],
  [
    'pusher_internal:subscription_count',
    ({ data }) => isRecord(data) && Number.isFinite(data.subscription_count),
  ],
  [
    'pusher_internal:watchlist_events',
    ({ data }) => isRecord(data) && Array.isArray(data.events) && data.events.every(isWatchlistEvent),
  ],
  ['pusher:signin_success', ({ data }) => isRecord(data) && readUserId(data.user_data) !== null],
]);

/** Reads the user's id in the `user_data` of a sign-in; null if there is none. */
export function readUserId(userData: unknown): string | null {
  if (typeof userData !== 'string') return null;
  try {
    const { id } = (JSON.parse(userData) ?? {}) as { id?: unknown };
    return typeof id === 'string' && id !== '' ? id : null;
  } catch {
    return null;
  }
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const isBase64 = (value: unknown): value is string => typeof value === 'string' && base64.test(value);

/** A nonce of 24 bytes and at least 16 bytes of ciphertext, in base64: what the cipher accepts without throwing. */
const isSealed = (data: unknown): boolean =>
  isRecord(data) &&
  isBase64(data.nonce) &&
  data.nonce.length === 32 &&
  !data.nonce.endsWith('=') &&
  isBase64(data.ciphertext) &&
  data.ciphertext.length >= 24;

/** Whether an event belongs to the protocol rather than to the application. */
export const isProtocolEvent = (event: string): boolean => /^pusher(_internal)?:/.test(event);

/** Whether a frame is an application's event whose `data` is encrypted. */
export const isEncryptedEvent = ({ event, channel, decryption }: Frame): boolean =>
  channel?.startsWith('private-encrypted-') === true && !isProtocolEvent(event) && decryption === undefined;

/** Checks a decoded frame against protocol 7; null if its envelope or the payload of a protocol event is malformed. */
export function readFrame(message: unknown): Frame | null {
  if (!isRecord(message) || typeof message.event !== 'string') return null;
  const channel = message.channel ?? undefined;
  if (channel !== undefined && typeof channel !== 'string') return null;
  if (channel !== undefined && channel in Object.prototype) return null;
  if (needs.get(message.event)?.(message) === false) return null;
  if (isEncryptedEvent(message as unknown as Frame) && !isSealed(message.data)) return null;
  return message as unknown as Frame;
}

/** Parses JSON text; anything else is returned as it is. */
export function parseJson(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Decodes the text of a frame, and its `data` where that is JSON text; undefined if it cannot be parsed. Other fields are dropped. */
export function decodeFrame(text: unknown): unknown {
  const message = parseJson(text);
  if (!isRecord(message)) return undefined;
  const { event, channel, user_id } = message;
  return { event, channel, user_id, data: parseJson(message.data) };
}

/** Turns a frame, in place, into one that pusher-js ignores. */
export function neutralize(message: unknown): void {
  if (!isRecord(message)) return;
  message.event = 'pusher:handled';
  delete message.channel;
  message.data = {};
}
