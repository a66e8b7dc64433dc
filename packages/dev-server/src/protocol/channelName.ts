/** A channel's kind, given by its prefix (protocol 3.1). `user` is the reserved `#server-to-user-…`. */
export type ChannelKind = 'public' | 'private' | 'encrypted' | 'presence' | 'user';

const userPrefix = '#server-to-user-';
const legal = /^[A-Za-z0-9_\-=@,.;]+$/;

/** Returns a channel's kind; the longest matching prefix decides. */
export function channelKind(name: string): ChannelKind {
  if (name.startsWith(userPrefix)) return 'user';
  if (name.startsWith('private-encrypted-')) return 'encrypted';
  if (name.startsWith('private-')) return 'private';
  return name.startsWith('presence-') ? 'presence' : 'public';
}

/** Whether the channel caches its last event: `cache-` directly after the kind's prefix. */
export function isCacheChannel(name: string): boolean {
  return /^(private-encrypted-|private-|presence-)?cache-/.test(name);
}

/** Says why a channel name is invalid, or returns null. */
export function channelNameFault(name: unknown, maximum: number): string | null {
  if (typeof name !== 'string' || name === '') return 'A channel name must be a non-empty string';
  if (name.length > maximum)
    return `A channel name has at most ${maximum} characters; this one has ${name.length}`;
  const bare = name.startsWith(userPrefix) ? name.slice(userPrefix.length) : name;
  return legal.test(bare) ? null : 'A channel name may contain only A-Z a-z 0-9 _ - = @ , . ;';
}

/** Says why an event name cannot be published, or returns null. */
export function eventNameFault(name: unknown, maximum: number): string | null {
  if (typeof name !== 'string' || name === '') return 'An event name must be a non-empty string';
  if (name.length > maximum)
    return `An event name has at most ${maximum} characters; this one has ${name.length}`;
  if (isProtocolEvent(name)) return 'Event names that begin with "pusher:" are reserved';
  return null;
}

/** Whether an event belongs to the protocol itself rather than to the application. */
export function isProtocolEvent(name: string): boolean {
  return /^pusher(_internal)?:/.test(name);
}

/** The user id in the name of a `#server-to-user-…` channel. */
export function userOfChannel(name: string): string {
  return name.slice(userPrefix.length);
}
