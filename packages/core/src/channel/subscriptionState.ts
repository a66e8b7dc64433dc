import { RealtimeError } from '../errors/realtimeError.ts';
import { CK302 } from '../errors/withSocket.ts';
import type { ChannelStatus } from '../types.ts';

/** States of a channel's subscription. */
export type SubscriptionState =
  | 'idle'
  | 'subscribing'
  | 'subscribed'
  | 'retrying'
  /** Refused for good, across reconnects. */
  | 'denied'
  /** The connection has given up. Ends with its next attempt. */
  | 'unreachable';

/** Events of a channel's subscription. */
export type SubscriptionEvent =
  /** It is wanted, or the connection is back. */
  | 'start'
  /** The server confirmed it. */
  | 'succeeded'
  /** A temporary failure: 401, 5xx, network, refusal, time limit. */
  | 'faulted'
  /** A failure that lasts until the user or auth changes: 403. */
  | 'denied'
  /** The socket was lost. */
  | 'lost'
  /** The connection will not be retried by itself. */
  | 'gaveUp'
  /** The retry timer rang, or retry() was called. */
  | 'retry'
  /** The client was closed or has no config. */
  | 'stopped';

/** The next state for every state and event; null: the event changes nothing. */
export const transitions: Readonly<
  Record<SubscriptionState, Readonly<Record<SubscriptionEvent, SubscriptionState | null>>>
> = {
  idle: {
    start: 'subscribing',
    succeeded: null,
    faulted: null,
    denied: null,
    lost: null,
    gaveUp: null,
    retry: null,
    stopped: null,
  },
  subscribing: {
    start: 'subscribing',
    succeeded: 'subscribed',
    faulted: 'retrying',
    denied: 'denied',
    lost: 'retrying',
    gaveUp: 'unreachable',
    retry: null,
    stopped: 'idle',
  },
  subscribed: {
    start: null,
    succeeded: null,
    faulted: 'retrying',
    denied: 'denied',
    lost: 'retrying',
    gaveUp: 'unreachable',
    retry: null,
    stopped: 'idle',
  },
  retrying: {
    start: 'subscribing',
    succeeded: null,
    faulted: 'retrying',
    denied: 'denied',
    lost: 'retrying',
    gaveUp: 'unreachable',
    retry: 'subscribing',
    stopped: 'idle',
  },
  denied: {
    start: null,
    succeeded: null,
    faulted: null,
    denied: null,
    lost: null,
    gaveUp: null,
    retry: 'subscribing',
    stopped: 'idle',
  },
  unreachable: {
    start: 'subscribing',
    succeeded: null,
    faulted: null,
    denied: null,
    lost: null,
    gaveUp: null,
    retry: 'subscribing',
    stopped: 'idle',
  },
};

/** What a subscription knows about itself. */
export interface StatusParts {
  readonly state: SubscriptionState;
  readonly channel: string;
  readonly error: RealtimeError | null;
  readonly reason: string | null;
  readonly attempt: number;
  readonly retryAt: number | null;
  readonly liveSince: number;
}

/** Makes the public status, with the fields that its state has. */
export function makeStatus(parts: StatusParts): ChannelStatus {
  const { state, error, reason, attempt, retryAt, liveSince } = parts;
  const fields = { reason, attempt };
  const down = { ...fields, isLive: false, liveSince: null, retryAt: null } as const;
  switch (state) {
    case 'idle':
      return { status: state, ...down, error: null };
    case 'subscribing':
      return { status: state, ...down, error };
    case 'subscribed':
      return { status: state, ...fields, isLive: true, liveSince, error: null, retryAt: null };
    case 'retrying':
      return { status: state, ...down, error, retryAt };
    case 'denied':
    case 'unreachable': {
      const known = error ?? new RealtimeError(CK302, `channel "${parts.channel}"`);
      return { status: 'failed', ...down, error: known };
    }
  }
}
