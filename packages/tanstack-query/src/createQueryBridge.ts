import type { ChannelArgument, RealtimeClient, Timers } from '@channelkit/core';
import { type ReportError, rethrowLater } from '@channelkit/core/internal';
import { BridgeCore, type BridgeFetch, type BridgeSettings } from './queryBridge.ts';
import type { QueryClientPort, QueryKey } from './queryClientPort.ts';
import type { QueryRules, RuleSet } from './queryRules.ts';
import { documentVisibility, type VisibilityPort } from './visibility.ts';

/** How a bridge fetches; all times in milliseconds. */
export interface QueryBridgeOptions<TQueryClient extends QueryClientPort = QueryClientPort> {
  /** Quiet time before a fetch. @default 50 */
  readonly wait?: number | undefined;
  /** The longest an event waits: at most one fetch per query and `maxWait`, plus one trailing. @default 500 */
  readonly maxWait?: number | undefined;
  /** Catch-up fetches wait a random part of this besides, so that a fleet does not fetch as one. @default 0 */
  readonly jitter?: number | undefined;
  /** What a read needs to see a write, for reads from replicas. @default 0 */
  readonly settle?: number | undefined;
  /** While true, patches and fetches of the key wait; the mark does not. Asked anew after every query and mutation event. @default a mutation is running */
  readonly holdWhile?: ((context: { queryClient: TQueryClient; key: QueryKey }) => boolean) | undefined;
  /** Told before each fetch that the bridge begins, and why: for logs and devtools. */
  readonly onFetch?: ((fetch: BridgeFetch) => void) | undefined;
  /** Told of errors thrown by rules, patches, `holdWhile` and `onFetch`. @default rethrown as uncaught */
  readonly onError?: ReportError | undefined;
  /** Whether the page can be seen; hidden pages mark, and fetch when shown. @default the document's */
  readonly visibility?: VisibilityPort | undefined;
  /** The clock. @default the client's, since its times are compared with the bridge's */
  readonly timers?: Timers | undefined;
}

/** What `createQueryBridge` takes. */
export interface CreateQueryBridgeOptions<TChannels, TQueryClient extends QueryClientPort>
  extends QueryBridgeOptions<TQueryClient> {
  readonly client: RealtimeClient<TChannels>;
  /** TanStack's QueryClient; used, never owned. */
  readonly queryClient: TQueryClient;
  readonly rules: QueryRules<TChannels>;
}

/** Keeps a query cache true on the events of a client. */
export interface QueryBridge<TChannels> {
  /**
   * Holds a channel; returns the release. Rules apply to every event that arrives, whoever holds its channel. A channel of the
   * current user is held until the user changes.
   * @throws RealtimeError CK503 after `dispose()`, CK101, CK105, CK106 for a bad name
   */
  watch(channel: ChannelArgument<TChannels>): () => void;
  /** Ends it and releases every watched channel; idempotent. What is pending stays marked stale. */
  dispose(): void;
}

/** As `queryClient.isMutating() > 0`, which the first versions of TanStack Query 5 answer with all mutations ever made. */
const isMutating = (queryClient: QueryClientPort): boolean =>
  queryClient
    .getMutationCache()
    .getAll()
    .some(({ state }) => state.status === 'pending');

/** The options with their defaults, for one client and one QueryClient. */
export function bridgeSettings<TQueryClient extends QueryClientPort>(
  {
    client,
    queryClient,
  }: { readonly client: { readonly timers: Timers }; readonly queryClient: TQueryClient },
  rules: RuleSet,
  options: QueryBridgeOptions<TQueryClient>,
): BridgeSettings {
  const { holdWhile } = options;
  return {
    rules,
    wait: options.wait ?? 50,
    maxWait: options.maxWait ?? 500,
    jitter: options.jitter ?? 0,
    settle: options.settle ?? 0,
    holdWhile: holdWhile ? (key) => holdWhile({ queryClient, key }) : () => isMutating(queryClient),
    onFetch: options.onFetch,
    timers: options.timers ?? client.timers,
    visibility: options.visibility ?? documentVisibility,
    report: options.onError ?? rethrowLater,
  };
}

/**
 * Connects a client's events to a QueryClient: each event or gap marks the queries that the rules name and has them fetched,
 * coalesced, and never counts data as fresh that was read before (8, 9). Works from the call on; holds no channel by itself.
 */
export function createQueryBridge<TChannels, TQueryClient extends QueryClientPort>(
  options: CreateQueryBridgeOptions<TChannels, TQueryClient>,
): QueryBridge<TChannels> {
  const { client, queryClient } = options;
  const settings = bridgeSettings(options, options.rules as unknown as RuleSet, options);
  const core = new BridgeCore(client, queryClient, settings);
  core.attach();
  const releases = new Set<() => void>();
  return {
    watch(channel) {
      core.attach();
      const lease = client.acquire(channel);
      const release = () => {
        releases.delete(release);
        lease.release();
      };
      releases.add(release);
      return release;
    },
    dispose() {
      core.dispose();
      for (const release of releases) release();
    },
  };
}
