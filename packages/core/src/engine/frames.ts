/** A decoded frame as pusher-js hands it on: `data` is parsed where it was JSON text. */
export interface Frame {
  event: string;
  channel?: string | null;
  data?: unknown;
  user_id?: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isWatchlistEvent = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value.name === 'string' &&
  Array.isArray(value.user_ids) &&
  value.user_ids.every((id) => typeof id === 'string');

const isMember = ({ data }: Record<string, unknown>): boolean =>
  isRecord(data) && (typeof data.user_id === 'string' || typeof data.user_id === 'number');

/** Payloads that pusher-js dereferences without a check; anything else is left to it. */
const needs = new Map<string, (frame: Record<string, unknown>) => boolean>([
  [
    'pusher_internal:subscription_succeeded',
    ({ channel, data }) =>
      !String(channel).startsWith('presence-') ||
      (isRecord(data) &&
        isRecord(data.presence) &&
        isRecord(data.presence.hash) &&
        typeof data.presence.count === 'number'),
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

/** The user's id in the `user_data` of a sign-in; null when there is none, which pusher-js would stumble over. */
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

/** What the cipher of pusher-js takes without throwing: a nonce of 24 bytes and at least 16 bytes of text, in base64. */
const isSealed = (data: unknown): boolean =>
  isRecord(data) &&
  isBase64(data.nonce) &&
  data.nonce.length === 32 &&
  !data.nonce.endsWith('=') &&
  isBase64(data.ciphertext) &&
  data.ciphertext.length >= 24;

/** The frame, or null when its envelope or an internal payload is not what protocol 7 says. */
export function readFrame(message: unknown): Frame | null {
  if (!isRecord(message) || typeof message.event !== 'string') return null;
  const channel = message.channel ?? undefined;
  if (channel !== undefined && typeof channel !== 'string') return null;
  if (channel !== undefined && channel in Object.prototype) return null;
  if (needs.get(message.event)?.(message) === false) return null;
  const isSealable = channel?.startsWith('private-encrypted-') && !/^pusher(_internal)?:/.test(message.event);
  if (isSealable && !isSealed(message.data)) return null;
  return message as unknown as Frame;
}

/** Turns a malformed frame, in place, into one that pusher-js reads and nobody listens to: it would throw on the original. */
export function defuse(message: unknown): void {
  if (!isRecord(message)) return;
  message.event = 'pusher:malformed';
  delete message.channel;
  message.data = {};
}
