import { CK101, CK102 } from '../errors/beforeSocket.ts';
import { RealtimeError } from '../errors/realtimeError.ts';

/** What a channel's prefix makes of it (Pusher docs, "Channels"). */
export type ChannelKind = 'public' | 'private' | 'presence' | 'encrypted';

/** The longest name that hosted Pusher Channels accepts. */
export const hostedNameLimit = 164;
/** The longest name that any server accepts: soketi and the official server library take 200. */
const nameLimit = 200;
const legal = /^[A-Za-z0-9_\-=@,.;]+$/;

/** The kind of a channel, by its prefix. */
export function channelKind(name: string): ChannelKind {
  if (name.startsWith('private-encrypted-')) return 'encrypted';
  if (name.startsWith('private-')) return 'private';
  return name.startsWith('presence-') ? 'presence' : 'public';
}

/** Whether the server keeps the channel's last event for new subscribers (`cache-` after the kind's prefix). */
export function isCacheChannel(name: string): boolean {
  return /^(private-encrypted-|private-|presence-)?cache-/.test(name);
}

/**
 * Throws unless a Pusher server would accept the channel name. Names of `Object.prototype` are refused as well: pusher-js keeps
 * channels in a plain object and crashes on them.
 * @param limit - The longest name allowed, in characters. @default 200
 * @throws RealtimeError CK101
 */
export function assertChannelName(name: string, limit: number = nameLimit): void {
  const fault =
    typeof name !== 'string'
      ? 'it is not a string'
      : name.length === 0
        ? 'it is empty'
        : name.length > limit
          ? `it has ${name.length} characters, and at most ${limit} are allowed here`
          : !legal.test(name)
            ? 'it contains a character that Pusher does not allow'
            : name in Object.prototype
              ? 'it is a property of every object'
              : null;
  if (fault) throw new RealtimeError(CK101, `channel ${JSON.stringify(name)} cannot be used: ${fault}`);
}

/**
 * Throws unless Pusher would accept the event name from an application.
 * @throws RealtimeError CK102
 */
export function assertEventName(event: string): void {
  const fault =
    typeof event !== 'string'
      ? 'it is not a string'
      : event.length === 0
        ? 'it is empty'
        : event.length > 200
          ? `it has ${event.length} characters`
          : /^pusher(_internal)?:/.test(event)
            ? 'its prefix is reserved by Pusher'
            : null;
  if (fault) throw new RealtimeError(CK102, `event ${JSON.stringify(event)} cannot be used: ${fault}`);
}
