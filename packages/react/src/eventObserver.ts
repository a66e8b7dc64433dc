import type { ChannelLease, ChannelMessage, ChannelStatus, RealtimeError } from '@channelkit/core';
import type { ChannelTarget } from './channelTarget.ts';
import { TrackedObserver } from './trackedObserver.ts';

/** Only the newest of these is ever called. */
export interface EventCallbacks {
  readonly handler: ((data: unknown, message: ChannelMessage) => void) | null | undefined;
  readonly reduce: ((state: unknown, message: ChannelMessage) => unknown) | undefined;
}

/** What one `usePusherEvent` asks for. */
export interface EventInterest {
  readonly events: readonly string[];
  readonly latest: EventCallbacks;
  /** Where `data` starts. */
  readonly initial: unknown;
  readonly reduces: boolean;
}

/** The fields behind the result of `usePusherEvent`. */
export interface EventFields {
  data: unknown;
  message: ChannelMessage | undefined;
  channel: string | null;
  userId: string | null;
  status: ChannelStatus['status'];
  isLive: boolean;
  reason: string | null;
  error: RealtimeError | null;
}

const shown = ({ status, isLive, reason, error }: ChannelStatus) => ({ status, isLive, reason, error });

/** One component's interest in events of one channel: runs its handler and keeps what it shows. */
export class EventObserver extends TrackedObserver<EventFields> {
  readonly #events: readonly string[];
  readonly #latest: EventCallbacks;
  readonly #reduces: boolean;
  #isWatched = false;
  #state: unknown;
  #message: ChannelMessage | undefined;

  constructor(target: ChannelTarget, { events, latest, initial, reduces }: EventInterest) {
    const { channel, userId, atRest } = target;
    super(
      target,
      { data: initial, message: undefined, channel, userId, ...shown(atRest) },
      {
        keys: ['data', 'message'],
        onRead: () => {
          this.#isWatched = true;
        },
        read: () => ({ data: reduces ? this.#state : this.#message?.data, message: this.#message }),
      },
    );
    this.#events = events.includes('*') ? ['*'] : events;
    this.#latest = latest;
    this.#reduces = reduces;
    this.#state = initial;
  }

  protected override fieldsOf(status: ChannelStatus): Partial<EventFields> {
    return shown(status);
  }

  protected override attach(lease: ChannelLease): readonly (() => void)[] {
    const { lastMessage } = lease;
    const isMine = lastMessage && (this.#events[0] === '*' || this.#events.includes(lastMessage.event));
    // A late comer on a cache channel starts with what the server would have sent to the first one.
    if (isMine && this.#message === undefined) (this.#reduces ? this.#fold : this.#keep)(null, lastMessage);
    // Two listeners, so that a reducer that throws does not keep the event from the handler.
    if (this.#reduces) return [lease.on(this.#events, this.#fold), lease.on(this.#events, this.#handle)];
    return [lease.on(this.#events, this.#onEvent)];
  }

  // The path of every event to every component: nothing is computed that nobody reads.
  readonly #onEvent = (data: unknown, message: ChannelMessage): void => {
    this.#message = message;
    if (this.#isWatched) this.showSoon();
    this.#latest.handler?.(data, message);
  };

  readonly #keep = (_: unknown, message: ChannelMessage): void => {
    this.#message = message;
    this.showSoon();
  };

  readonly #fold = (_: unknown, message: ChannelMessage): void => {
    const { reduce } = this.#latest;
    if (reduce) this.#state = reduce(this.#state, message);
    this.#keep(null, message);
  };

  readonly #handle = (data: unknown, message: ChannelMessage): void => {
    this.#latest.handler?.(data, message);
  };
}
