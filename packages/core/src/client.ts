import { ChannelRegistry } from './channelRegistry.ts';
import { ClientEvents, listenerError } from './clientEvents.ts';
import { ClientUserStore } from './clientUserStore.ts';
import { Connection, type ConnectionMode } from './connection.ts';
import { type ChannelContract, contractShape, resolveChannel } from './contract.ts';
import type { ChannelArgument, PatternFor, UntypedChannels } from './contractTypes.ts';
import { type ReportError, rethrowLater } from './emitter.ts';
import { isDevelopment } from './environment.ts';
import { CK206, CK207 } from './errorCodes.ts';
import { RealtimeError } from './errors.ts';
import type { Frame } from './frames.ts';
import { globalState } from './globalState.ts';
import { clientIdentity } from './identity.ts';
import { loadPusher, makeInstance, type PusherInstance } from './pusherSource.ts';
import type { ReadableStore } from './store.ts';
import { systemTimers, type Timers } from './timers.ts';
import type {
  ChannelLease,
  ChannelStatus,
  ClientEvent,
  ClientInspection,
  ClientUser,
  ConnectionSnapshot,
  RealtimeClient,
  RealtimeClientOptions,
  RealtimeOptions,
} from './types.ts';

const fixedAuth = (options: RealtimeOptions<never>): string => JSON.stringify(options.auth ?? null);

/** What a client tells the registry of singletons. */
export interface ClientLifecycle {
  /** In use: mounted, holding channels or connected on demand. */
  onUse(client: RealtimeClient<never>, inUse: boolean): void;
  onDispose(client: RealtimeClient<never>): void;
}

/** The one implementation of {@link RealtimeClient}: wires connection, channels and user, and owns none of their rules. */
class Client implements RealtimeClient<never> {
  readonly user: ClientUser;
  readonly timers: Timers;
  readonly #config: RealtimeClientOptions<never> | null;
  readonly #lifecycle: ClientLifecycle | null;
  readonly #connection: Connection;
  readonly #registry: ChannelRegistry;
  readonly #users: ClientUserStore;
  readonly #events: ClientEvents;
  readonly #mode: ConnectionMode;
  #options: RealtimeOptions<never>;
  #mounts = 0;
  /** Every provider has gone: the next one may bring an edited contract (hot reload). */
  #isLeft = false;
  #pinned = false;
  #disposed = false;

  constructor(
    config: RealtimeClientOptions<never> | null,
    lifecycle: ClientLifecycle | null,
    inert: boolean,
  ) {
    this.#config = config;
    this.#options = config ?? {};
    this.#lifecycle = lifecycle;
    const timers = config?.timers ?? systemTimers;
    this.timers = timers;
    const report: ReportError = (error) => this.#report(error);
    this.#events = new ClientEvents(timers, report);
    const shared = { timers, report, options: () => this.#options, onDemand: () => this.#onDemand() };
    this.#registry = new ChannelRegistry({
      ...shared,
      events: this.#events,
      contract: () => this.contract,
      onHurry: () => this.#connection.hurry(),
    });
    this.#users = new ClientUserStore({
      ...shared,
      onLeave: (id) => this.#registry.endUser(id),
      onChange: (hadUser) => this.#registry.userChanged(hadUser),
      renewConnection: () => this.#connection.renew('the user changed'),
      isSubscribing: () => this.#registry.isSubscribing,
    });
    this.user = this.#users;
    this.#mode = !config?.key ? 'disabled' : inert ? 'inert' : 'open';
    if (this.#mode !== 'open')
      this.#registry.halt(inert ? 'this is a server' : 'no app key is configured', true);
    this.#connection = new Connection(
      {
        timers,
        report,
        load: () => this.#load(),
        giveBack: (instance) => this.#keepIdle(instance),
        onConnected: (instance, id) => {
          this.#registry.onConnected(instance, id);
          this.#users.onConnected(instance, id);
        },
        onLost: (since) => {
          this.#registry.onLost(since);
          this.#users.onLost();
        },
        onFrame: (frame) => this.#onFrame(frame),
        onMalformed: (channel) => this.#registry.onMalformed(channel),
        onSnapshot: (connection) => {
          this.#events.emit({ type: 'connection', connection });
          if (connection.state === 'closed') this.#registry.halt(connection.reason ?? 'the client is closed');
          this.#registry.onConnection(connection);
        },
        isHeld: (channel) => this.#registry.isHeld(channel),
      },
      this.#mode,
    );
  }

  get connection(): ReadableStore<ConnectionSnapshot> {
    return this.#connection.store;
  }

  get contract(): ChannelContract<never> | undefined {
    return this.#options.channels;
  }

  acquire(channel: ChannelArgument<never>, options: { readonly scope?: 'user' } = {}): never {
    if (this.#disposed) throw new RealtimeError(CK206, 'acquire() was called on it');
    const given: unknown = channel;
    const isKnown = typeof given === 'string' && this.#registry.isKnown(given);
    const name = isKnown ? given : resolveChannel<never>(this.contract, channel);
    return this.#registry.acquire(name, options.scope === 'user') as never;
  }

  peek(channel: string): ChannelStatus | null {
    return this.#registry.peek(channel);
  }

  observe(listener: (event: ClientEvent) => void): () => void {
    return this.#events.subscribe(listener);
  }

  configure(options: RealtimeOptions<never>): void {
    const { channels } = options;
    const known = this.contract;
    const isOther = known && channels && known !== channels && !this.#isLeft;
    if (isOther && isDevelopment() && contractShape(known) !== contractShape(channels)) {
      throw new RealtimeError(CK207, 'the client was given a contract with other channels or events');
    }
    const before = this.#options;
    const given = Object.entries(options).filter(([, value]) => value !== undefined);
    this.#options = { ...before, ...Object.fromEntries(given) };
    if (fixedAuth(this.#options) !== fixedAuth(before)) this.#registry.authChanged();
    this.#users.onOptions(before);
  }

  mount(): () => void {
    this.#mounts += 1;
    this.#isLeft = false;
    this.#onDemand();
    let mounted = true;
    return () => {
      if (!mounted) return;
      mounted = false;
      this.#mounts -= 1;
      this.#isLeft = this.#mounts === 0;
      this.#onDemand();
    };
  }

  connect(): void {
    if (this.#disposed) throw new RealtimeError(CK206, 'connect() was called on it');
    if (this.#mode !== 'open') return;
    this.#pinned = true;
    this.#registry.resume();
    this.#connection.open();
    this.#onDemand();
  }

  disconnect(): void {
    if (this.#mode !== 'open' || this.#disposed) return;
    this.#pinned = false;
    this.#registry.halt('disconnect() was called');
    this.#connection.close('closed', 'disconnect() was called');
    this.#onDemand();
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#pinned = false;
    this.#registry.dispose();
    this.#users.dispose();
    this.#connection.close('closed', 'the client was disposed');
    this.#lifecycle?.onUse(this, false);
    this.#lifecycle?.onDispose(this);
    this.#events.clear();
  }

  inspect(): ClientInspection {
    const channels = [...this.#registry.entries()].map((entry) => ({
      name: entry.name,
      leases: entry.consumerCount,
      status: entry.status.getSnapshot(),
    }));
    return {
      connection: this.connection.getSnapshot(),
      user: this.user.getSnapshot(),
      channels,
      ...this.#events.inspect(),
    };
  }

  #report(error: unknown): void {
    const { onError } = this.#options;
    if (!onError) return rethrowLater(error);
    try {
      onError(listenerError(error));
    } catch (second) {
      rethrowLater(second);
    }
  }

  #onFrame(frame: Frame): void {
    if (!this.#users.onFrame(frame)) this.#registry.onFrame(frame);
  }

  /** Opens the socket while somebody needs it and closes it when nobody does (promise 15). */
  #onDemand(): void {
    if (this.#disposed) return;
    const needed = this.#registry.size > 0 || this.#pinned || this.#users.isWanted;
    const { state } = this.connection.getSnapshot();
    if (needed) this.#connection.want();
    else if (state !== 'closed' && state !== 'idle') this.#connection.close('idle', null);
    this.#lifecycle?.onUse(this, needed || this.#mounts > 0);
  }

  async #load(): Promise<() => PusherInstance> {
    const config = this.#config as RealtimeClientOptions<never>;
    const loaded = await loadPusher(this.#options.pusher);
    return () => {
      const { idle } = globalState();
      const identity = clientIdentity(config);
      const known = idle.get(identity);
      if (known?.madeBy !== loaded) return makeInstance(loaded, config);
      idle.delete(identity);
      return known;
    };
  }

  #keepIdle(instance: PusherInstance): void {
    instance.authorize = null;
    if (instance.ours)
      globalState().idle.set(clientIdentity(this.#config as RealtimeClientOptions<never>), instance);
  }
}

/** Makes a client for internal use: with a lifecycle for the registry, or inert on a server. */
export function makeClient<TChannels>(
  options: RealtimeClientOptions<TChannels> | null,
  lifecycle: ClientLifecycle | null,
  inert: boolean,
): RealtimeClient<TChannels> {
  const client = new Client(options as RealtimeClientOptions<never> | null, lifecycle, inert);
  return client as unknown as RealtimeClient<TChannels>;
}

/**
 * Makes a client of its own, in the browser, Node or a worker. Nothing is loaded or opened before the first lease or
 * `connect()`. With null or an empty key it is `disabled`: leases idle and nothing is loaded.
 */
export function createRealtimeClient<TChannels = UntypedChannels>(
  options: RealtimeClientOptions<TChannels> | null,
): RealtimeClient<TChannels> {
  return makeClient(options, null, false);
}

/** What a lease of a client's channel argument is. */
export type LeaseOf<TChannels, TArgument> = ChannelLease<TChannels, PatternFor<TChannels, TArgument>>;
