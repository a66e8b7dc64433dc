import { Channels } from '../channel/channels.ts';
import type * as resumer from '../channel/resumer.ts';
import { Connection, type ConnectionDriver } from '../connection/connection.ts';
import type { ClientContext, ClientMode } from '../context.ts';
import { assertChannelName, hostedNameLimit } from '../contract/channelName.ts';
import { type ChannelContract, contractShape } from '../contract/contract.ts';
import type { ChannelArgument, UntypedChannels } from '../contract/contractTypes.ts';
import { resolveChannel } from '../contract/resolveChannel.ts';
import { CK202, CK206, CK207, CK210 } from '../errors/beforeSocket.ts';
import { RealtimeError } from '../errors/realtimeError.ts';
import { isDevelopment } from '../lib/environment.ts';
import { NotifyQueue, rethrowLater } from '../lib/notifyQueue.ts';
import { createSnapshotStore, type ReadableStore, type WritableStore } from '../lib/store.ts';
import { batchedTimers, createSystemTimers, type Timers } from '../lib/timers.ts';
import type { Positions, RealtimeClientOptions, RealtimeOptions } from '../options.ts';
import type * as shared from '../tabs/sharedTransport.ts';
import { type PusherSource, startLoadingPusher } from '../transport/pusherApi.ts';
import type { Transport, TransportFactory, TransportListener } from '../transport/transport.ts';
import type {
  ChannelStatus,
  ClientEvent,
  ClientInspection,
  ClientUser,
  ConnectionSnapshot,
  MembersSnapshot,
  RealtimeClient,
  TabsSnapshot,
} from '../types.ts';
import { User } from '../user/user.ts';
import { ActivityLog } from './activityLog.ts';
import { clientIdentity } from './clientIdentity.ts';
import type * as live from './socketParts.ts';
import type { AuthorizeOnSocket } from './socketParts.ts';
import { StartPositions } from './startPositions.ts';

/** What a client is made for. */
export interface ClientPurpose {
  /** On a server: it never connects. */
  readonly isInert?: boolean;
  /** In use: mounted, holding channels or connected on demand. */
  readonly onUse?: (client: RealtimeClient<never>, inUse: boolean) => void;
  readonly onDispose?: (client: RealtimeClient<never>) => void;
  /** Loads the code that only a live socket needs. @default a dynamic import */
  readonly load?: typeof loadSocketParts;
  /** Loads the code that makes durable channels exact. @default a dynamic import */
  readonly loadResumer?: typeof loadResumer;
  /** Loads the code that shares a socket between tabs. @default a dynamic import */
  readonly loadTabs?: typeof loadTabs;
}

/** The one implementation of {@link RealtimeClient}: puts connection, channels and user together, and owns none of their rules. */
class Client implements RealtimeClient<never> {
  readonly user: ClientUser;
  readonly tabs: WritableStore<TabsSnapshot>;
  readonly timers: Timers;
  readonly #config: RealtimeClientOptions<never> | null;
  readonly #purpose: ClientPurpose;
  readonly #context: ClientContext;
  readonly #connection: Connection;
  readonly #channels: Channels;
  readonly #user: User;
  readonly #activity: ActivityLog;
  readonly #starts = new StartPositions();
  #driver: ConnectionDriver | null = null;
  #options: RealtimeOptions<never>;
  #mounts = 0;
  /** Every provider has gone: the next one may bring an edited contract (hot reload). */
  #isLeft = false;
  #isPinned = false;
  #isDisposed = false;

  constructor(config: RealtimeClientOptions<never> | null, purpose: ClientPurpose) {
    this.#config = config;
    this.#purpose = purpose;
    this.#options = config ?? {};
    this.timers = config?.timers ?? createSystemTimers();
    const queue = new NotifyQueue((error) => this.report(error));
    this.#activity = new ActivityLog(this.timers, queue);
    const mode: ClientMode = !config?.key ? 'disabled' : purpose.isInert ? 'inert' : 'open';
    const context: ClientContext = {
      mode,
      queue,
      timers: batchedTimers(this.timers, queue),
      options: () => this.#options,
      contract: () => this.contract,
      takeStart: (channel) => this.#starts.take(channel, this.#options.positions),
      emit: (event) => this.#activity.emit(event),
      demandChanged: () => this.#demandChanged(),
    };
    this.#context = context;
    this.tabs = createSnapshotStore<TabsSnapshot>(ownTab, queue);
    this.#channels = new Channels({
      context,
      loadSender: () => this.#load(),
      hurry: () => this.#connection.hurry(),
    });
    this.#connection = new Connection(
      context,
      () => this.#assembleSocketParts(),
      (snapshot) => this.#onConnection(snapshot),
    );
    this.#user = new User(context, this.#channels, this.#connection);
    this.user = this.#user;
  }

  get connection(): ReadableStore<ConnectionSnapshot> {
    return this.#connection.store;
  }

  get contract(): ChannelContract<never> | undefined {
    return this.#options.channels;
  }

  acquire(channel: ChannelArgument<never>, options: { readonly scope?: 'user' } = {}): never {
    if (this.#isDisposed) throw new RealtimeError(CK206, 'acquire() was called on it');
    const given: unknown = channel;
    const isKnown = typeof given === 'string' && this.#channels.isKnown(given);
    const name = isKnown ? given : resolveChannel<never>(this.contract, channel);
    if (!this.#config?.host) assertChannelName(name, hostedNameLimit);
    return this.#context.queue.batch(() => this.#channels.acquire(name, options.scope === 'user')) as never;
  }

  peek(channel: string): ChannelStatus | null {
    return this.#channels.find(channel)?.status.getSnapshot() ?? null;
  }

  peekMembers(channel: string): MembersSnapshot | null {
    return this.#channels.find(channel)?.members.getSnapshot() ?? null;
  }

  observe(listener: (event: ClientEvent) => void): () => void {
    return this.#activity.observe(listener);
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
    this.#context.queue.batch(() => {
      this.#channels.optionsChanged(before);
      this.#user.signIn?.optionsChanged(before);
    });
  }

  mount(): () => void {
    this.#mounts += 1;
    this.#isLeft = false;
    this.#demand();
    let isMounted = true;
    return () => {
      if (!isMounted) return;
      isMounted = false;
      this.#mounts -= 1;
      this.#isLeft = this.#mounts === 0;
      this.#demand();
    };
  }

  connect(): void {
    if (this.#isDisposed) throw new RealtimeError(CK206, 'connect() was called on it');
    if (this.#context.mode !== 'open') return;
    this.#isPinned = true;
    this.#context.queue.batch(() => {
      this.#channels.resume();
      this.#connection.open();
      this.#demandChanged();
    });
  }

  disconnect(): void {
    if (this.#context.mode !== 'open' || this.#isDisposed) return;
    this.#isPinned = false;
    this.#context.queue.batch(() => {
      this.#channels.halt('disconnect() was called');
      this.#connection.close('closed', 'disconnect() was called');
      this.#demandChanged();
    });
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#isPinned = false;
    this.#context.queue.batch(() => {
      this.#channels.dispose();
      this.#user.dispose();
      this.#connection.close('closed', 'the client was disposed');
    });
    this.#purpose.onUse?.(this, false);
    this.#purpose.onDispose?.(this);
    this.#activity.clear();
  }

  inspect(): ClientInspection {
    const channels = this.#channels.all.map(({ name, holderCount, status, subscription }) => ({
      name,
      leases: holderCount,
      status: status.getSnapshot(),
      position: subscription?.position ?? null,
    }));
    return {
      connection: this.#connection.snapshot,
      user: this.user.getSnapshot(),
      tabs: this.tabs.getSnapshot(),
      channels,
      ...this.#activity.inspect(),
    };
  }

  /** @internal */
  startFrom(positions: Positions): () => void {
    return this.#starts.add(positions, (channel) => this.#channels.find(channel)?.subscription != null);
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

  #onConnection(snapshot: ConnectionSnapshot): void {
    if (snapshot.state === 'closed') this.#channels.halt(snapshot.reason ?? 'the client is closed');
    // An instance that the application closed, and opened again.
    else this.#channels.resume();
    this.#channels.onConnection(snapshot);
  }

  #demand(): void {
    this.#context.queue.batch(() => this.#demandChanged());
  }

  /** Opens the socket while somebody needs it and closes it when nobody does (promise 15). */
  #demandChanged(): void {
    if (this.#isDisposed) return;
    const needed = this.#channels.size > 0 || this.#isPinned || this.#user.isWanted;
    const { state } = this.#connection.snapshot;
    if (needed) this.#connection.want();
    else if (state !== 'closed' && state !== 'idle') this.#connection.close('idle', null);
    this.#purpose.onUse?.(this, needed || this.#mounts > 0);
  }

  #load(): ReturnType<typeof loadSocketParts> {
    return (this.#purpose.load ?? loadSocketParts)();
  }

  async #assembleSocketParts(): Promise<ConnectionDriver> {
    // The transport's code loads beside the rest, not after it.
    const first = this.#startTransport();
    const [{ assembleSocketParts }, resuming] = await Promise.all([
      this.#load(),
      this.#options.resume ? (this.#purpose.loadResumer ?? loadResumer)() : null,
    ]);
    let isFirst = true;
    const loadTransport = (listener: TransportListener, authorize: AuthorizeOnSocket) => {
      const start = isFirst ? first : this.#startTransport();
      isFirst = false;
      return start(listener, authorize);
    };
    // In a batch: a listener that is told that its channel starts may release another one that has not started yet.
    this.#driver ??= this.#context.queue.batch(() =>
      assembleSocketParts({
        context: this.#context,
        connection: this.#connection,
        channels: this.#channels,
        user: this.#user,
        resuming,
        loadTransport,
      }),
    );
    return this.#driver;
  }

  /** Starts loading the transport; the result makes it. */
  #startTransport(): StartedTransport {
    const { tabs, transport, pusher } = this.#options;
    const config = this.#config as RealtimeClientOptions<never>;
    const { timers } = this.#context;
    const makeTransport: TransportFactory = transport ?? pusherFactory(pusher);
    const setup = { config, identity: clientIdentity(config), timers };
    if (tabs !== 'shared') return async (listener) => makeTransport({ ...setup, listener });
    const code = (this.#purpose.loadTabs ?? loadTabs)();
    code.catch(() => {});
    return async (listener, authorize) =>
      (await code).sharedTransport({
        ...setup,
        listener,
        makeTransport,
        authorize,
        user: this.#user,
        onTabs: (snapshot) => this.#context.queue.batch(() => this.tabs.set(snapshot)),
      });
  }
}

type StartedTransport = (listener: TransportListener, authorize: AuthorizeOnSocket) => Promise<Transport>;

const ownTab: TabsSnapshot = { mode: 'own', isLeader: true, count: 1, reason: null };

/** Starts loading pusher-js and the code for it; the result makes a transport of it. */
function pusherFactory(pusher: PusherSource | undefined): TransportFactory {
  const code = import('../transport/pusherJs.ts');
  const loading = startLoadingPusher(pusher);
  // A rejection is handled when the transport is made.
  for (const each of [code, loading]) each.catch(() => {});
  return async (setup) => (await code).pusherTransport(loading, setup);
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
 * Creates a client of its own, in the browser, Node or a worker. Nothing is loaded or opened before the first lease or
 * `connect()`. With null or an empty key it is `disabled`: leases stay idle and nothing is loaded.
 */
export function createRealtimeClient<TChannels = UntypedChannels>(
  options: RealtimeClientOptions<TChannels> | null,
): RealtimeClient<TChannels> {
  return makeClient(options, {});
}

/** Reports what a function of the application threw or rejected with to the client's `onError`. */
export const report = (client: RealtimeClient, error: unknown): void =>
  (client as unknown as Client).report(error);

/**
 * Gives a client the positions that a part of a page came with, besides its option `positions`: channels that are not held yet start from
 * them. Returns the function that takes them back.
 */
export const startFrom = (client: RealtimeClient, positions: Positions): (() => void) =>
  (client as unknown as Client).startFrom(positions);

/** Loads the code that only a live socket needs. @throws (rejects) RealtimeError CK202 */
export const loadSocketParts = (): Promise<typeof live> => loaded(import('./socketParts.ts'));

/** Loads the code that makes durable channels exact. @throws (rejects) RealtimeError CK202 */
const loadResumer = (): Promise<typeof resumer> => loaded(import('../channel/resumer.ts'));

/** Loads the code that shares a socket between tabs. @throws (rejects) RealtimeError CK202 */
const loadTabs = (): Promise<typeof shared> => loaded(import('../tabs/sharedTransport.ts'));

async function loaded<TModule>(code: Promise<TModule>): Promise<TModule> {
  try {
    return await code;
  } catch (cause) {
    const remedy = 'Nothing to do: it is retried automatically.';
    throw new RealtimeError(CK202, 'the code for connections failed to load', { cause, remedy });
  }
}
