/** A decoded frame as pusher-js hands it on: `data` is parsed where it was JSON text. */
export interface Frame {
  event: string;
  channel?: string;
  data?: unknown;
  user_id?: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Payloads that pusher-js dereferences without a look; anything else is left to it. */
const needs: Record<string, (frame: Record<string, unknown>) => boolean> = {
  'pusher_internal:subscription_succeeded': ({ channel, data }) =>
    !String(channel).startsWith('presence-') ||
    (isRecord(data) &&
      isRecord(data.presence) &&
      isRecord(data.presence.hash) &&
      typeof data.presence.count === 'number'),
  'pusher_internal:member_added': ({ data }) => isRecord(data) && 'user_id' in data,
  'pusher_internal:member_removed': ({ data }) => isRecord(data) && 'user_id' in data,
  'pusher_internal:subscription_count': ({ data }) => isRecord(data),
  'pusher_internal:watchlist_events': ({ data }) => isRecord(data) && Array.isArray(data.events),
  'pusher:signin_success': ({ data }) => isRecord(data) && typeof data.user_data === 'string',
};

/** The frame, or null when its envelope or an internal payload is not what protocol 7 says. */
export function readFrame(message: unknown): Frame | null {
  if (!isRecord(message) || typeof message.event !== 'string') return null;
  const { channel } = message;
  if (channel !== undefined && typeof channel !== 'string') return null;
  if (typeof channel === 'string' && channel in Object.prototype) return null;
  if (needs[message.event]?.(message) === false) return null;
  if (
    channel?.startsWith('private-encrypted-') &&
    !message.event.startsWith('pusher') &&
    !isRecord(message.data)
  ) {
    return null;
  }
  return message as unknown as Frame;
}

/** Turns a malformed frame, in place, into one that pusher-js reads and nobody listens to: it would throw on the original. */
export function defuse(message: unknown): void {
  if (!isRecord(message)) return;
  message.event = 'pusher:malformed';
  delete message.channel;
  message.data = {};
}
