import type { ChannelEntry } from '../channelEntry.ts';
import type { ChannelsDriver, EngineHost } from '../enginePort.ts';
import { CK209, CK212, CK302, CK303, CK306, CK308 } from '../errorCodes/engine.ts';
import { RealtimeError } from '../errors.ts';
import type { AuthorizationData, InvalidEvent, RealtimeOptions } from '../options.ts';
import type { PusherAuthHandler, PusherChannelPort, PusherInstance } from '../pusherPort.ts';
import type { ConnectionSnapshot } from '../types.ts';
import { authorizeChannel } from './authorizer.ts';
import { ChannelDriver, type DriverHost } from './channelDriver.ts';
import type { Frame } from './frames.ts';
import { PendingAnswers } from './pendingAnswers.ts';
import { RateLimit } from './rateLimit.ts';

/** Client events that Pusher takes per second and connection. */
const clientEventRate = { count: 10, interval: 1_000 };

const fixedAuth = ({ auth }: RealtimeOptions<never>): string => JSON.stringify(auth ?? null);

/**
 * The audit of a new socket, before pusher-js subscribes on it what it still has: all of ours was taken out with the socket before,
 * so what is there of ours is a ghost, kept by a pusher-js that leaves channels in another way than ours was tried with (2).
 */
function leaveGhosts({ port, opened, leave }: PusherInstance): void {
  for (const channel of port.allChannels()) {
    if (opened.has(channel)) leave(channel.name);
  }
}

/** What the server did not take, on a connection that goes on. */
function refusalOf(code: number, why: string): RealtimeError {
  if (code !== 4301) return new RealtimeError(CK212, `${code} "${why}"`);
  const remedy = 'Turn on client events for the app at the server, and send at most 10 a second.';
  return new RealtimeError(CK306, `by the server: ${why}`, { remedy });
}

/** Routes every frame to its channel, and authorisations and client events out. */
export class ChannelRouter implements ChannelsDriver {
  readonly #host: EngineHost;
  readonly #driverHost: DriverHost;
  readonly #drivers = new Map<string, ChannelDriver>();
  /** The authorisation that pusher-js picks up within the call that is being made. */
  #grant: { channel: string; data: AuthorizationData } | null = null;
  readonly #answers = new PendingAnswers();
  readonly #clientEvents: RateLimit;
  #socket: { instance: PusherInstance; id: string } | null = null;
  #authVersion = 0;

  /** `lastActivity`: when the socket gave its last sign of life. */
  constructor(host: EngineHost, lastActivity: () => number) {
    this.#host = host;
    this.#clientEvents = new RateLimit(host.timers, clientEventRate);
    this.#driverHost = {
      timers: host.timers,
      events: host.events,
      contract: () => host.contract(),
      connection: () => host.registry.connection,
      socket: () => this.#socket,
      lastActivity,
      auth: () => host.options().auth,
      authVersion: () => this.#authVersion,
      join: (instance, channel, data) => this.#join(instance, channel, data),
      forgetAnswer: (channel) => this.#answers.forget(channel),
      send: (event, data, channel) => this.#sendClientEvent(event, data, channel),
      onInvalid: (invalid) => this.#invalid(invalid),
      onEnd: ({ entry }) => void this.#drivers.delete(entry.name),
    };
  }

  drive(entry: ChannelEntry): ChannelDriver {
    const driver = new ChannelDriver(entry, this.#driverHost);
    this.#drivers.set(entry.name, driver);
    return driver;
  }

  /** Whether a private channel waits for the server's answer. */
  get isSubscribing(): boolean {
    return this.#awaiting.length > 0;
  }

  /** Whether a channel is on the wire for somebody here. */
  isHeld(channel: string): boolean {
    return this.#drivers.get(channel)?.subscription.keep() === true;
  }

  onConnected(instance: PusherInstance, id: string): void {
    this.#socket = { instance, id };
    this.#answers.clear();
    this.#clientEvents.reset();
    if (instance.ours) instance.authorize = this.#authorize;
    leaveGhosts(instance);
    // What a listener has given back or closed meanwhile is idle.
    for (const { subscription } of this.#all) if (subscription.state !== 'idle') subscription.start();
  }

  onLost(since: number): void {
    this.#socket = null;
    this.#answers.clear();
    for (const driver of this.#all) driver.subscription.lost(since);
  }

  onConnection(snapshot: ConnectionSnapshot): void {
    for (const driver of this.#all) driver.onConnection(snapshot);
  }

  userChanged(hadUser: boolean): void {
    this.#authVersion += 1;
    for (const driver of this.#all) driver.userChanged(hadUser);
  }

  /** Retries what was denied if the authorisation has changed. */
  optionsChanged(before: RealtimeOptions<never>): void {
    if (fixedAuth(before) === fixedAuth(this.#host.options())) return;
    this.#authVersion += 1;
    for (const { subscription } of this.#all) if (subscription.isDenied) subscription.retry();
  }

  onMalformed(channel: string | null): void {
    const driver = channel === null ? undefined : this.#drivers.get(channel);
    const error = new RealtimeError(CK209, channel === null ? 'no channel could be read' : `on "${channel}"`);
    if (driver) return driver.missed({ channel, event: null, error });
    if (channel !== null) return this.#invalid({ channel, event: null, error });
    const live = this.#all.filter(({ subscription }) => subscription.state === 'subscribed');
    if (live.length === 0) this.#invalid({ channel, event: null, error });
    // Whose event it was is unknown, so each may have missed one.
    for (const each of live) each.missed({ channel: each.entry.name, event: null, error });
  }

  onFrame(frame: Frame): void {
    const { event, channel, data } = frame;
    if (event === 'pusher:error') return this.#onServerError(data, channel ?? null);
    if (!channel) return;
    const driver = this.#drivers.get(channel);
    // What still arrives after we left is for nobody, a late confirmation too (2).
    if (!driver?.subscription.isOnWire) return this.#onUnheld(event, channel);
    const fields = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
    switch (event) {
      case 'pusher_internal:subscription_succeeded':
        return this.#onSucceeded(driver, fields);
      case 'pusher:subscription_error': {
        const reason = typeof fields.error === 'string' ? fields.error : 'no reason given';
        return this.#refuse(driver, `channel "${driver.entry.name}": ${reason}`, fields.status === 403);
      }
      case 'pusher_internal:member_added':
        return driver.members.add(String(fields.user_id), fields.user_info);
      case 'pusher_internal:member_removed':
        return driver.members.remove(String(fields.user_id));
      case 'pusher_internal:subscription_count':
        return driver.entry.subscriptionCount.set(fields.subscription_count as number);
      case 'pusher:cache_miss':
        return driver.cacheMissed();
    }
    if (event.startsWith('pusher:') || event.startsWith('pusher_internal:')) return;
    if (driver.entry.kind === 'encrypted') driver.encrypted.arrived();
    else driver.receive(event, data, frame.user_id === undefined ? undefined : String(frame.user_id));
  }

  get #all(): ChannelDriver[] {
    return [...this.#drivers.values()];
  }

  /** The private channels that wait for the server's answer. */
  get #awaiting(): ChannelDriver[] {
    return this.#all.filter(
      ({ entry, subscription }) => entry.kind !== 'public' && subscription.awaitsAnswer,
    );
  }

  /** A frame for a channel that is not on the wire for anybody. */
  #onUnheld(event: string, channel: string): void {
    const isAnswer =
      event === 'pusher_internal:subscription_succeeded' || event === 'pusher:subscription_error';
    if (isAnswer) this.#answers.answered(channel);
  }

  #join(instance: PusherInstance, channel: string, data: AuthorizationData | null): PusherChannelPort {
    this.#answers.expect(channel);
    this.#grant = data && { channel, data };
    try {
      return instance.port.subscribe(channel);
    } finally {
      this.#grant = null;
    }
  }

  #onSucceeded(driver: ChannelDriver, data: Record<string, unknown>): void {
    if (!this.#answers.answered(driver.entry.name)) return;
    driver.confirmedAgain();
    driver.subscription.identify();
    const presence = data.presence as { hash: Record<string, unknown> } | undefined;
    if (driver.entry.kind === 'presence' && presence) driver.members.reset(presence.hash);
    driver.subscription.succeeded();
  }

  /** Some servers refuse a subscription without naming the channel; where it can be only one, it is that one. */
  #onServerError(data: unknown, channel: string | null): void {
    const { code, message } = (data ?? {}) as { code?: unknown; message?: unknown };
    const text = typeof message === 'string' ? message : '';
    if (typeof code === 'number' && code >= 4300 && code < 4400) {
      const error = refusalOf(code, text || 'no reason given');
      return this.#invalid({ channel, event: null, error });
    }
    if ((code ?? null) !== null && code !== 4009) return;
    const waiting = this.#awaiting;
    const named = waiting.filter(({ entry }) => text.includes(entry.name));
    const [driver] = named.length > 0 ? named : waiting;
    if (driver && (named.length === 1 || waiting.length === 1)) {
      this.#refuse(driver, `channel "${driver.entry.name}": ${text || 'no reason given'}`, false);
    }
  }

  #refuse(driver: ChannelDriver, detail: string, final: boolean): void {
    if (!this.#answers.answered(driver.entry.name)) return;
    driver.subscription.refused(new RealtimeError(final ? CK302 : CK303, detail), final);
  }

  /** pusher-js asks within our own subscribe; otherwise it wants a new key, or the application subscribed by itself. */
  readonly #authorize: PusherAuthHandler = ({ channelName, socketId }, callback) => {
    if (this.#grant?.channel === channelName) return callback(null, { ...this.#grant.data });
    const ask = (signal: AbortSignal) =>
      authorizeChannel(this.#host.options().auth, { channelName, socketId, signal });
    const driver = this.#drivers.get(channelName);
    if (driver) return driver.encrypted.askKey(callback, ask);
    ask(new AbortController().signal).then(
      (data) => {
        if (this.#socket?.id === socketId) callback(null, { ...data });
      },
      (failure: Error) => callback(failure, null),
    );
  };

  #sendClientEvent(event: string, data: unknown, channel: string): boolean {
    const socket = this.#socket;
    if (!socket) return false;
    if (!this.#clientEvents.take()) throw new RealtimeError(CK308, `"${event}" on "${channel}"`);
    return socket.instance.port.send_event(event, data, channel);
  }

  #invalid(invalid: InvalidEvent): void {
    this.#host.events.emit({ type: 'invalid', invalid });
    try {
      this.#host.options().onInvalid?.(invalid);
    } catch (error) {
      this.#host.report(error);
    }
  }
}
