/** Where a channel's subscription stands. */
export type SubscriptionState = 'idle' | 'subscribing' | 'subscribed' | 'retrying' | 'failed';

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
    retry: null,
    stopped: null,
  },
  subscribing: {
    start: 'subscribing',
    succeeded: 'subscribed',
    faulted: 'retrying',
    denied: 'failed',
    lost: 'retrying',
    retry: null,
    stopped: 'idle',
  },
  subscribed: {
    start: null,
    succeeded: null,
    faulted: 'retrying',
    denied: 'failed',
    lost: 'retrying',
    retry: null,
    stopped: 'idle',
  },
  retrying: {
    start: 'subscribing',
    succeeded: null,
    faulted: 'retrying',
    denied: 'failed',
    lost: 'retrying',
    retry: 'subscribing',
    stopped: 'idle',
  },
  failed: {
    // A denial outlives a reconnect.
    start: null,
    succeeded: null,
    faulted: null,
    denied: null,
    lost: null,
    retry: 'subscribing',
    stopped: 'idle',
  },
};
