import { CK101 } from './errorCodes/early.ts';
import { RealtimeError } from './errors.ts';

/** What a channel's prefix makes of it (Pusher docs, "Channels"). */
export type ChannelKind = 'public' | 'private' | 'presence' | 'encrypted';

const legal = /^[A-Za-z0-9_\-=@,.;]+$/;

/** The kind of a channel, read from its prefix; the longest prefix is tested first. */
export function channelKind(name: string): ChannelKind {
  if (name.startsWith('private-encrypted-')) return 'encrypted';
  if (name.startsWith('private-')) return 'private';
  return name.startsWith('presence-') ? 'presence' : 'public';
}

/** Whether the server keeps the last event of the channel for newcomers (`cache-` after the kind's prefix). */
export function isCacheChannel(name: string): boolean {
  return /^(private-encrypted-|private-|presence-)?cache-/.test(name);
}

/**
 * Throws unless Pusher would accept the channel name: 1 to 164 legal characters.
 * Names of `Object.prototype` are refused too: pusher-js keeps channels in a plain object and crashes on them.
 * @throws RealtimeError CK101
 */
export function assertChannelName(name: string): void {
  const fault =
    typeof name !== 'string'
      ? 'it is not a string'
      : name.length === 0
        ? 'it is empty'
        : name.length > 164
          ? `it has ${name.length} characters`
          : !legal.test(name)
            ? 'it has a character that Pusher does not allow'
            : name in Object.prototype
              ? 'it is a property of every object'
              : null;
  if (fault) throw new RealtimeError(CK101, `channel ${JSON.stringify(name)} cannot be used, ${fault}`);
}
