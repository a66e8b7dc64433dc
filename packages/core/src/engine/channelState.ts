/** Where a channel's subscription stands. */
export type SubscriptionState =
  | 'idle'
  | 'subscribing'
  | 'subscribed'
  | 'retrying'
  /** Refused for good: outlives every reconnect. */
  | 'denied'
  /** The connection has given up: ends with its next attempt. */
  | 'unreachable';

/** What can happen to a subscription. */
export type SubscriptionEvent =
  /** Somebody wants it, or the connection came back. */
  | 'start'
  /** The server confirmed it. */
  | 'succeeded'
  /** A failure that may pass: 401, 5xx, network, refusal, time limit. */
  | 'faulted'
  /** A failure that stays until user or auth change: 403. */
  | 'denied'
  /** The socket was lost. */
  | 'lost'
  /** The connection will not be tried again by itself. */
  | 'gaveUp'
  /** The retry timer rang, or retry() was called. */
  | 'retry'
  /** The client was closed or has no config. */
  | 'stopped';

/** The total table: every state answers every event; null leaves everything as it is. */
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
