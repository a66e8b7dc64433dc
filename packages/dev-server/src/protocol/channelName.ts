/** What a channel's prefix makes of it (protocol 3.1). `user` is the reserved `#server-to-user-…`. */
export type ChannelKind = 'public' | 'private' | 'encrypted' | 'presence' | 'user';

const userPrefix = '#server-to-user-';
const legal = /^[A-Za-z0-9_\-=@,.;]+$/;

/** Tells a channel's kind; the longest prefix decides. */
export function channelKind(name: string): ChannelKind {
  if (name.startsWith(userPrefix)) return 'user';
  if (name.startsWith('private-encrypted-')) return 'encrypted';
  if (name.startsWith('private-')) return 'private';
  return name.startsWith('presence-') ? 'presence' : 'public';
}

/** Whether the channel keeps its last event: `cache-` directly after the kind's prefix. */
export function isCacheChannel(name: string): boolean {
  return /^(private-encrypted-|private-|presence-)?cache-/.test(name);
}

/** Says what is wrong with a channel name, or null. */
export function channelNameFault(name: unknown, maximum: number): string | null {
  if (typeof name !== 'string' || name === '') return 'A channel name must be a non-empty string';
  if (name.length > maximum)
    return `A channel name has at most ${maximum} characters, this one ${name.length}`;
  const bare = name.startsWith(userPrefix) ? name.slice(userPrefix.length) : name;
  return legal.test(bare) ? null : 'A channel name consists of A-Z a-z 0-9 _ - = @ , . ;';
}

/** Says what is wrong with an event name that is to be published, or null. */
export function eventNameFault(name: unknown, maximum: number): string | null {
  if (typeof name !== 'string' || name === '') return 'An event name must be a non-empty string';
  if (name.length > maximum)
    return `An event name has at most ${maximum} characters, this one ${name.length}`;
  if (/^pusher(_internal)?:/.test(name)) return 'Event names that begin with "pusher:" are reserved';
  return null;
}

/** The user id of a `#server-to-user-…` channel. */
export function userOfChannel(name: string): string {
  return name.slice(userPrefix.length);
}
