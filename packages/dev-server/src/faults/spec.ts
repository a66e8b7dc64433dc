/** Which traffic a fault strikes. What is left out matches everything. */
export interface FaultScope {
  /** An app's id. */
  app?: string;
  /** A socket id. */
  socket?: string;
  /** A channel's name; a `*` at the end matches any rest. Faults of whole connections strike those subscribed to it. */
  channel?: string;
}

/** A fault that lasts until it is ended. */
export type FaultSpec =
  /** New connections: the upgrade is answered with an HTTP status, or accepted and closed at once with a code. */
  | { kind: 'refuse'; status?: number; code?: number }
  /** Half-open: connections are accepted and stay silent; nothing is answered, no ping either. */
  | { kind: 'mute' }
  /** Messages wait, in order, until the fault ends. */
  | { kind: 'pause' }
  /** Every message is late by `ms`, and by up to `jitter` more; the order of a socket's messages is kept. */
  | { kind: 'delay'; ms: number; jitter?: number }
  /** Every message is sent twice. */
  | { kind: 'duplicate' }
  /** Neighbouring messages change places; a message without a successor goes out after `within` ms (50). */
  | { kind: 'reorder'; within?: number }
  /** Messages are lost. */
  | { kind: 'lose' }
  /** Subscriptions, but for those of public channels, are refused although their signature is right. */
  | { kind: 'rejectAuth'; status?: number; error?: string }
  /** Subscriptions, but for those of public channels, are answered late. */
  | { kind: 'delayAuth'; ms: number }
  /** New connections are closed with 4004, requests to the HTTP API answered with 403. */
  | { kind: 'overQuota' }
  /** Requests to the HTTP API are answered with a status. */
  | { kind: 'failApi'; status?: number };

/** The kinds of lasting faults. */
export type FaultKind = FaultSpec['kind'];

/** What every fault takes beside its own settings. */
export interface FaultOptions extends FaultScope {
  /** Ends the fault by itself after it has struck so often; not for `mute`, `pause`, `delay` and `reorder`. @default without end */
  times?: number;
}

/** What a fault is held against. */
export interface FaultTarget {
  app: string;
  socket?: string;
  channel?: string | null;
}

/** Whether a target lies in a scope. */
export function inScope(scope: FaultScope, target: FaultTarget): boolean {
  if (scope.app !== undefined && scope.app !== target.app) return false;
  if (scope.socket !== undefined && scope.socket !== target.socket) return false;
  return scope.channel === undefined || matchesChannel(scope.channel, target.channel ?? null);
}

/** Whether a channel's name is the pattern, or begins with it when it ends in `*`. */
export function matchesChannel(pattern: string, channel: string | null): boolean {
  if (channel === null) return false;
  return pattern.endsWith('*') ? channel.startsWith(pattern.slice(0, -1)) : channel === pattern;
}
