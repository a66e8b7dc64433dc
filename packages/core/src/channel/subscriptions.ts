import type { SocketSession } from '../connection/socketSession.ts';
import type { ClientContext } from '../context.ts';
import { RealtimeError } from '../errors/realtimeError.ts';
import { CK209, CK212, CK306 } from '../errors/withSocket.ts';
import { Alarm, authorizationBackoff, retryDelay } from '../lib/timers.ts';
import type { AuthorizationRequest, InvalidEvent, RealtimeOptions } from '../options.ts';
import type { Frame } from '../transport/frame.ts';
import type { AuthorizationData } from '../transport/transport.ts';
import type { ConnectionSnapshot } from '../types.ts';
import { AuthorizationBatch } from './authorizationBatch.ts';
import { authorizeChannel } from './authorize.ts';
import type { Channel } from './channel.ts';
import type { SubscriptionsDriver } from './channels.ts';
import type { Resumer, ResumerHost } from './resumer.ts';
import { Subscription, type SubscriptionHost } from './subscription.ts';

const fixedAuth = ({ auth }: RealtimeOptions<never>): string => JSON.stringify(auth ?? null);

/** The error for what the server refused on a connection that stays up. Hosted Pusher refuses client events without a code. */
function refusalOf(code: unknown, why: string): RealtimeError {
  const isClientEvent = code === 4301 || /client event/i.test(why);
  if (!isClientEvent) return new RealtimeError(CK212, `${String(code ?? 'no code')} "${why}"`);
  const remedy = 'Turn on client events for the app at the server, and send at most 10 a second.';
  return new RealtimeError(CK306, `by the server: ${why}`, { remedy });
}

/** Failures that are closer to each other than this, in milliseconds, are one. */
const together = 20;

/** The subscriptions of a client: brings every frame to its channel. */
export class Subscriptions implements SubscriptionsDriver {
  readonly #context: ClientContext;
  readonly #host: SubscriptionHost;
  readonly #byName = new Map<string, Subscription>();
  #session: SocketSession | null = null;
  #authVersion = 0;
  /** The last planned retry. */
  #planned: { readonly at: number; readonly attempt: number; readonly due: number } | null = null;
  /** Set for the turn in which the user changes. */
  readonly #userChange: Alarm;

  /** @param makeResumer - Null if the application has not said where to resume. */
  constructor(
    context: ClientContext,
    connection: () => ConnectionSnapshot,
    makeResumer: ((host: ResumerHost) => Resumer) | null,
  ) {
    this.#context = context;
    const authorizations = new AuthorizationBatch(context.timers);
    const onError = (error: RealtimeError) => this.#onInvalid({ channel: null, event: null, error });
    this.#userChange = new Alarm(context.timers);
    this.#host = {
      context,
      session: () => this.#session,
      connection,
      authVersion: () => this.#authVersion,
      retryDelay: (attempt) => this.#retryDelay(attempt),
      askAuthEndpoint: (auth, request) => authorizations.ask(auth, request),
      isUserChanging: () => this.#userChange.isSet,
      resumer:
        makeResumer?.({
          context,
          session: () => this.#session,
          isConfirming: () => this.#all.some(({ willResume }) => willResume),
          onError,
        }) ?? null,
      onInvalid: (invalid) => this.#onInvalid(invalid),
      onEnd: ({ channel }) => void this.#byName.delete(channel.name),
    };
  }

  drive(channel: Channel): Subscription {
    const subscription = new Subscription(channel, this.#host);
    this.#byName.set(channel.name, subscription);
    return subscription;
  }

  /** Authorizes a channel that need not be one of this client's. */
  authorize(request: AuthorizationRequest): Promise<AuthorizationData> {
    return authorizeChannel(this.#context.options().auth, request, this.#host.askAuthEndpoint);
  }

  onOpened(session: SocketSession): void {
    this.#session = session;
    this.#host.resumer?.onOpened(session);
    for (const subscription of this.#all) if (subscription.state !== 'idle') subscription.start();
  }

  onLost(since: number): void {
    this.#session = null;
    this.#host.resumer?.onLost();
    for (const subscription of this.#all) subscription.lost(since);
  }

  onConnection(snapshot: ConnectionSnapshot): void {
    for (const subscription of this.#all) subscription.onConnection(snapshot);
  }

  userChanged(hadUser: boolean): void {
    this.#authVersion += 1;
    if (hadUser) this.#userChange.set(0, () => this.#endUnheld());
    for (const subscription of this.#all) subscription.userChanged(hadUser);
  }

  /** Retries what was denied if the authorization has changed. */
  optionsChanged(before: RealtimeOptions<never>): void {
    if (fixedAuth(before) === fixedAuth(this.#context.options())) return;
    this.#authVersion += 1;
    for (const subscription of this.#all) subscription.retryDenied();
  }

  onMalformed(channel: string | null): void {
    const error = new RealtimeError(
      CK209,
      channel === null ? 'its channel could not be read' : `on "${channel}"`,
    );
    const known = channel === null ? undefined : this.#byName.get(channel);
    // Whose event it was is unknown, so each live channel may have missed one.
    const hit = known
      ? [known]
      : channel === null
        ? this.#all.filter(({ state }) => state === 'subscribed')
        : [];
    if (hit.length === 0) this.#onInvalid({ channel, event: null, error });
    for (const subscription of hit) subscription.missedFrame(error);
  }

  onFrame(frame: Frame): void {
    const { event, channel, data } = frame;
    if (event === 'pusher:error') return this.#onServerError(data, channel ?? null);
    if (!channel) return;
    const subscription = this.#byName.get(channel);
    if (subscription?.isOnWire) subscription.onFrame(frame);
    else this.#onStrayAnswer(event, channel);
  }

  get #all(): Subscription[] {
    return [...this.#byName.values()];
  }

  /** Channels that failed together are retried together, so that one request authorizes them again (promise 19). */
  #retryDelay(attempt: number): number {
    const { timers } = this.#context;
    const at = timers.now();
    const planned = this.#planned;
    if (planned?.attempt === attempt && at - planned.at < together) return planned.due - at;
    const delay = retryDelay(authorizationBackoff, attempt, timers);
    this.#planned = { at, attempt, due: at + delay };
    return delay;
  }

  /** A turn after a change of user, a page's effects have released what it showed the old one: no grace keeps that. */
  #endUnheld(): void {
    for (const { channel } of this.#all) if (channel.kind !== 'public') channel.endIfUnheld();
  }

  /** An answer that comes after we left. A server may confirm late, after it has read our unsubscribe: leave once more (promise 2). */
  #onStrayAnswer(event: string, channel: string): void {
    const isConfirmed = event === 'pusher_internal:subscription_succeeded';
    if (!isConfirmed && event !== 'pusher:subscription_error') return;
    this.#session?.answered(channel);
    if (isConfirmed) this.#session?.transport.unsubscribe(channel);
  }

  /** Some servers refuse a subscription without naming the channel. If it can be only one, it is that one. */
  #onServerError(data: unknown, channel: string | null): void {
    const { code, message } = (data ?? {}) as { code?: unknown; message?: unknown };
    const text = typeof message === 'string' ? message : '';
    const report = () => {
      const error = refusalOf(code, text || 'no reason given');
      this.#onInvalid({ channel, event: null, error });
    };
    if (typeof code === 'number' && code >= 4300 && code < 4400) return report();
    if ((code ?? null) !== null && code !== 4009) return;
    const pending = this.#all.filter((each) => each.isPending && each.channel.kind !== 'public');
    const named = pending.filter((each) => text.includes(each.channel.name));
    const candidates = named.length > 0 ? named : pending;
    if (candidates.length === 1) candidates[0]?.refuse(text, false);
    else if (pending.length === 0) report();
  }

  #onInvalid(invalid: InvalidEvent): void {
    this.#context.emit({ type: 'invalid', invalid });
    const { onInvalid } = this.#context.options();
    if (onInvalid) this.#context.queue.schedule(() => onInvalid(invalid));
  }
}
