import { isProtocolEvent } from '../protocol/channelName.ts';

/** The traffic that a fault strikes. A field that is left out matches everything. */
export interface FaultScope {
  /** An app's id. */
  app?: string | undefined;
  /** A socket id. */
  socket?: string | undefined;
  /** A channel's name, or several; a trailing `*` matches any rest. Faults of whole connections strike those subscribed to one. */
  channel?: string | readonly string[];
}

/** The messages that a fault strikes. */
export interface MessageScope extends FaultScope {
  /** An event's name; a trailing `*` matches any rest. `*` alone is every event of the app, without the protocol's own. */
  event?: string;
}

/** A fault that lasts until it is ended. */
export type FaultSpec =
  /** New connections: the upgrade is answered with an HTTP status, or accepted and closed at once with a code. */
  | { kind: 'refuse'; status?: number; code?: number }
  /** Half-open: connections are accepted and stay silent; no frame and no ping is answered. */
  | { kind: 'mute' }
  /** Messages are held, in order, until the fault ends. */
  | ({ kind: 'pause' } & EventScope)
  /** Every message is late by `ms`, and by up to `jitter` more; the messages of one socket keep their order. */
  | ({ kind: 'delay'; ms: number; jitter?: number } & EventScope)
  /** Every message is sent twice. */
  | ({ kind: 'duplicate' } & EventScope)
  /** Neighboring messages change places; one without a successor is sent after `within` ms (50). */
  | ({ kind: 'reorder'; within?: number } & EventScope)
  /** Messages are lost. */
  | ({ kind: 'lose' } & EventScope)
  /** Subscriptions, except to public channels, are refused although their signature is valid. */
  | { kind: 'rejectAuth'; status?: number; error?: string }
  /** Subscriptions, except to public channels, are answered late. */
  | { kind: 'delayAuth'; ms: number }
  /** New connections are closed with 4004, requests to the HTTP API answered with 403. */
  | { kind: 'overQuota' }
  /** Requests to the HTTP API are answered with a status. */
  | { kind: 'failApi'; status?: number };

type EventScope = Pick<MessageScope, 'event'>;

/** The kinds of lasting faults. */
export type FaultKind = FaultSpec['kind'];

/** The options that every fault takes beside its own settings. */
export interface FaultOptions extends FaultScope {
  /**
   * Ends the fault after it has struck this often; not for `mute`, `pause`, `delay` and `reorder`. A message to many
   * sockets counts once, so `lose({ channel, event: '*', times: 2 })` loses a channel's next two events for everyone.
   *
   * @default without end
   */
  times?: number;
}

/** What a scope is matched against. */
export interface FaultTarget {
  app: string;
  socket?: string;
  channel?: string | null;
  event?: string;
}

/** Whether a target lies in a scope. */
export function inScope(scope: MessageScope, target: FaultTarget): boolean {
  if (scope.app !== undefined && scope.app !== target.app) return false;
  if (scope.socket !== undefined && scope.socket !== target.socket) return false;
  if (scope.channel !== undefined && !matchesAny(scope.channel, target.channel ?? null)) return false;
  if (scope.event === undefined) return true;
  if (scope.event === '*') return target.event !== undefined && !isProtocolEvent(target.event);
  return matchesName(scope.event, target.event ?? null);
}

const matchesAny = (patterns: string | readonly string[], name: string | null): boolean =>
  [patterns].flat().some((pattern) => matchesName(pattern, name));

/** Whether a name is the pattern, or begins with it when the pattern ends in `*`. */
export function matchesName(pattern: string, name: string | null): boolean {
  if (name === null) return false;
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
