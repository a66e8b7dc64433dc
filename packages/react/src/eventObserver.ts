import type { ChannelLease, ChannelMessage, ChannelStatus, RealtimeError } from '@channelkit/core';
import { type EventListening, listen } from '@channelkit/core/internal';
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

/**
 * One component's interest in events of one channel: keeps what it shows. It is itself what the channel tells its events, so
 * that nothing stands between them and the handler, and nothing is computed that nobody reads.
 */
export class EventObserver extends TrackedObserver<EventFields> implements EventListening {
  isListening = false;
  handler: EventCallbacks['handler'];
  message: ChannelMessage | undefined = undefined;
  readonly #events: readonly string[];
  readonly #reduces: boolean;
  #reduce: EventCallbacks['reduce'];
  #state: unknown;
  #isWatched = false;

  constructor(target: ChannelTarget, { events, initial, reduces }: EventInterest) {
    super(target);
    this.#events = events.includes('*') ? ['*'] : events;
    this.#reduces = reduces;
    this.#state = initial;
  }

  /** Takes the callbacks of the last committed render. */
  take({ handler, reduce }: EventCallbacks): void {
    this.handler = handler;
    this.#reduce = reduce;
  }

  override onRead(key: keyof EventFields): void {
    super.onRead(key);
    if (this.#isWatched || (key !== 'data' && key !== 'message')) return;
    this.#isWatched = true;
    if (this.lease) this.#watch(this.lease);
  }

  protected override hear(lease: ChannelLease): void {
    const { lastMessage } = lease;
    const isMine = lastMessage && (this.#events[0] === '*' || this.#events.includes(lastMessage.event));
    // A late comer on a cache channel starts with what the server would have sent to the first one.
    if (isMine && this.message === undefined) this.#keep(lastMessage);
    // A listener of its own, so that a reducer that throws does not keep the event from the handler.
    if (this.#reduces) lease.on(this.#events, (_, message) => this.#keep(message));
    listen(lease, this.#events, this);
    if (this.#isWatched) this.#watch(lease);
  }

  protected override fieldsOf({ status, isLive, reason, error }: ChannelStatus): EventFields {
    const { channel, userId } = this.target;
    const { message } = this;
    const data = this.#reduces ? this.#state : message?.data;
    return { data, message, channel, userId, status, isLive, reason, error };
  }

  #watch(lease: ChannelLease): void {
    lease.on(this.#events, () => this.showSoon());
  }

  #keep(message: ChannelMessage): void {
    if (this.#reduces && this.#reduce) this.#state = this.#reduce(this.#state, message);
    this.message = message;
  }
}
