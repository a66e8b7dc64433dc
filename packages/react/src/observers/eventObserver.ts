import type { ChannelLease, ChannelMessage, ChannelStatus, RealtimeError } from '@channelkit/core';
import { type EventListening, listen } from '@channelkit/core/internal';
import type { Spot } from './aim.ts';
import type { Hold } from './leaseObserver.ts';
import { TrackedObserver } from './trackedObserver.ts';

/**
 * Observes events of one channel for one hook. The channel calls it directly, and it computes only what is read.
 */
export class EventObserver extends TrackedObserver<EventFields> implements EventListening {
  isListening = false;
  handler: EventCallbacks['handler'];
  message: ChannelMessage | undefined = undefined;
  readonly #interest: EventInterest;
  #reduce: EventCallbacks['reduce'];
  #state: unknown;
  #isWatched = false;

  constructor(hold: Hold, interest: EventInterest) {
    super(hold);
    this.#interest = interest;
    this.#state = interest.initial;
  }

  /** Takes the callbacks of the last committed render. */
  take({ handler, reduce }: EventCallbacks): void {
    this.handler = handler;
    this.#reduce = reduce;
  }

  protected override onRead(key: keyof EventFields): void {
    super.onRead(key);
    if (this.#isWatched || (key !== 'data' && key !== 'message')) return;
    this.#isWatched = true;
    if (this.lease) this.#watch(this.lease);
  }

  protected override attach(lease: ChannelLease): void {
    const { events, reduces } = this.#interest;
    const { lastMessage } = lease;
    const isMine = lastMessage && (events[0] === '*' || events.includes(lastMessage.event));
    // A component that joins a cache channel late starts with the event that the server sent to the first subscriber.
    if (isMine && this.message === undefined) this.#keep(lastMessage);
    // A separate listener, so that a reducer that throws does not stop the handler.
    if (reduces) lease.on(events, (_, message) => this.#keep(message));
    listen(lease, events, this);
    if (this.#isWatched) this.#watch(lease);
    super.attach(lease);
  }

  protected override forget(): void {
    this.message = undefined;
    this.#state = this.#interest.initial;
    super.forget();
  }

  protected override fieldsOf(
    { status, isLive, reason, error }: ChannelStatus,
    { channel, userId }: Spot,
  ): EventFields {
    const { message } = this;
    const data = this.#interest.reduces ? this.#state : message?.data;
    return { data, message, channel, userId, status, isLive, reason, error };
  }

  #watch(lease: ChannelLease): void {
    lease.on(this.#interest.events, () => this.showSoon());
  }

  #keep(message: ChannelMessage): void {
    if (this.#interest.reduces && this.#reduce) this.#state = this.#reduce(this.#state, message);
    this.message = message;
  }
}

/** Only those of the last committed render are called. */
export interface EventCallbacks {
  readonly handler: ((data: unknown, message: ChannelMessage) => void) | null | undefined;
  readonly reduce: ((state: unknown, message: ChannelMessage) => unknown) | undefined;
}

/** What one `usePusherEvent` asks for. */
export interface EventInterest {
  /** `['*']` is every event. */
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
