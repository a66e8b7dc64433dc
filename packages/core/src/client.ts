import { resolveChannel } from './channelArgument.ts';
import { ChannelRegistry } from './channelRegistry.ts';
import { ClientEvents } from './clientEvents.ts';
import { ClientUserStore } from './clientUserStore.ts';
import { Connection, type ConnectionMode } from './connection.ts';
import { type ChannelContract, contractShape } from './contract.ts';
import type { ChannelArgument, PatternFor, UntypedChannels } from './contractTypes.ts';
import { type ReportError, rethrowLater } from './emitter.ts';
import type { Engine } from './enginePort.ts';
import { isDevelopment } from './environment.ts';
import { CK206, CK207, CK210 } from './errorCodes/early.ts';
import { RealtimeError } from './errors.ts';
import { loadEngine, loadSource } from './loadEngine.ts';
import type { RealtimeClientOptions, RealtimeOptions } from './options.ts';
import type { ReadableStore } from './store.ts';
import { createSystemTimers, type Timers } from './timers.ts';
import type {
  ChannelLease,
  ChannelStatus,
  ClientEvent,
  ClientInspection,
  ClientUser,
  ConnectionSnapshot,
  MembersSnapshot,
  RealtimeClient,
} from './types.ts';

/** What a client tells the registry of singletons. */
export interface ClientLifecycle {
  /** In use: mounted, holding channels or connected on demand. */
  onUse(client: RealtimeClient<never>, inUse: boolean): void;
  onDispose(client: RealtimeClient<never>): void;
}

/** What a client is made for. */
export interface ClientPurpose {
  readonly lifecycle?: ClientLifecycle;
  /** On a server: it never connects. */
  readonly isInert?: boolean;
  /** Brings the engine. @default a dynamic import */
  readonly load?: typeof loadEngine;
}

/** The one implementation of {@link RealtimeClient}: wires connection, channels and user, and owns none of their rules. */
class Client implements RealtimeClient<never> {
  readonly user: ClientUser;
  readonly timers: Timers;
  readonly #config: RealtimeClientOptions<never> | null;
  #engine: Engine | null = null;
  readonly #lifecycle: ClientLifecycle | undefined;
  readonly #loadEngine: typeof loadEngine;
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
    { lifecycle, isInert = false, load = loadEngine }: ClientPurpose,
  ) {
    this.#config = config;
    this.#loadEngine = load;
    this.#options = config ?? {};
    this.#lifecycle = lifecycle;
    const timers = config?.timers ?? createSystemTimers();
    this.timers = timers;
    const report: ReportError = (error) => this.report(error);
    this.#events = new ClientEvents(timers, report);
    const shared = { timers, report, options: () => this.#options, onDemand: () => this.#onDemand() };
    this.#mode = !config?.key ? 'disabled' : isInert ? 'inert' : 'open';
    this.#registry = new ChannelRegistry({
      ...shared,
      mode: this.#mode,
      events: this.#events,
      contract: () => this.contract,
      onHurry: () => this.#connection.hurry(),
    });
    this.#users = new ClientUserStore({
      ...shared,
      onLeave: (id) => this.#registry.endUser(id),
      onChange: (hadUser) => this.#registry.userChanged(hadUser),
      renewConnection: () => this.#connection.renew('the user changed'),
      signIn: () => this.#engine?.signIn ?? null,
    });
    this.user = this.#users;
    this.#connection = new Connection(
      {
        timers,
        report,
        load: () => this.#load(),
        onSnapshot: (connection) => {
          this.#events.emit({ type: 'connection', connection });
          if (connection.state === 'closed') this.#registry.halt(connection.reason ?? 'the client is closed');
          this.#registry.onConnection(connection);
        },
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
    return this.#registry.find(channel)?.status.getSnapshot() ?? null;
  }

  peekMembers(channel: string): MembersSnapshot | null {
    return this.#registry.find(channel)?.members.getSnapshot() ?? null;
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
    this.#engine?.channels.optionsChanged(before);
    this.#engine?.signIn.optionsChanged(before);
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
    // A listener has disconnected again.
    if (!this.#pinned) return;
    this.#connection.open();
    this.#onDemand();
  }

  disconnect(): void {
    if (this.#mode !== 'open' || this.#disposed) return;
    this.#pinned = false;
    this.#registry.halt('disconnect() was called');
    // A listener has connected again.
    if (this.#pinned) return;
    this.#connection.close('closed', 'disconnect() was called');
    this.#onDemand();
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#pinned = false;
    this.#registry.dispose();
    this.#engine?.signIn.end();
    this.#users.dispose();
    this.#connection.close('closed', 'the client was disposed');
    this.#lifecycle?.onUse(this, false);
    this.#lifecycle?.onDispose(this);
    this.#events.clear();
  }

  inspect(): ClientInspection {
    const channels = this.#registry.entries().map((entry) => ({
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

  /** @internal Reports what a function of the application threw to `onError`. */
  report(error: unknown): void {
    const { onError } = this.#options;
    if (!onError) return rethrowLater(error);
    try {
      const why = error instanceof Error ? error.message : String(error);
      onError(new RealtimeError(CK210, why, { cause: error }));
    } catch (second) {
      rethrowLater(second);
    }
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

  async #load(): Promise<Engine['connection']> {
    // Beside the engine, not after it.
    const pusher = loadSource(this.#options.pusher);
    // The engine reports what it rejects with.
    pusher.catch(() => {});
    const { createEngine } = await this.#loadEngine();
    this.#engine ??= createEngine({
      timers: this.timers,
      report: (error) => this.report(error),
      events: this.#events,
      connection: this.#connection,
      registry: this.#registry,
      users: this.#users,
      config: this.#config as RealtimeClientOptions<never>,
      pusher,
      options: () => this.#options,
      contract: () => this.contract,
    });
    return this.#engine.connection;
  }
}

/** Makes a client for internal use. */
export function makeClient<TChannels>(
  options: RealtimeClientOptions<TChannels> | null,
  purpose: ClientPurpose,
): RealtimeClient<TChannels> {
  const client = new Client(options as RealtimeClientOptions<never> | null, purpose);
  return client as unknown as RealtimeClient<TChannels>;
}

/**
 * Makes a client of its own, in the browser, Node or a worker. Nothing is loaded or opened before the first lease or
 * `connect()`. With null or an empty key it is `disabled`: leases idle and nothing is loaded.
 */
export function createRealtimeClient<TChannels = UntypedChannels>(
  options: RealtimeClientOptions<TChannels> | null,
): RealtimeClient<TChannels> {
  return makeClient(options, {});
}

/** Reports what a function of the application threw or rejected with to the client's `onError`. */
export const report = (client: RealtimeClient, error: unknown): void =>
  (client as unknown as Client).report(error);

/** The lease that `acquire` returns for a channel argument. */
export type LeaseOf<TChannels, TArgument> = ChannelLease<TChannels, PatternFor<TChannels, TArgument>>;
