import type { Timers } from '@channelkit/core';
import { type ReportError, rethrowLater } from '@channelkit/core/internal';
import type { FetchCause } from './freshness/moment.ts';
import type { QueryClientPort, QueryKey } from './queryClientPort.ts';
import type { RefetchTiming } from './refetching/refetchPlan.ts';
import { documentVisibility, type VisibilityPort } from './refetching/visibility.ts';
import type { RuleSet } from './rules/defineQueryRules.ts';

/** A fetch that the bridge starts. */
export interface BridgeFetch {
  readonly queryKey: QueryKey;
  /** The newest event or gap that it is for. */
  readonly cause: FetchCause;
  /** The number of events that waited for it. */
  readonly events: number;
}

/** How a bridge fetches. All times are in milliseconds. */
export interface QueryBridgeOptions<TQueryClient extends QueryClientPort = QueryClientPort> {
  /** Quiet time before a fetch when several events come; an event that comes alone is fetched at once. @default 50 */
  readonly wait?: number | undefined;
  /** The longest an event waits: at most one fetch per query and `maxWait`, plus one trailing. @default 500 */
  readonly maxWait?: number | undefined;
  /** Catch-up fetches wait a random part of this as well, so that many clients do not fetch at once. @default 0 */
  readonly jitter?: number | undefined;
  /** How long after a write a read may still miss it, for reads from replicas. @default 0 */
  readonly settle?: number | undefined;
  /**
   * While true, patches and fetches of the key wait; the query is marked stale meanwhile. Called again after every query and
   * mutation event. By default a query is held while a mutation is pending that may write it: one whose `meta.affects`, a list of
   * query keys, has a prefix of its key; without `meta.affects`, one whose `mutationKey` is a prefix of its key, or during which
   * the query was written by `setQueryData`.
   */
  readonly holdWhile?: ((context: { queryClient: TQueryClient; key: QueryKey }) => boolean) | undefined;
  /** The longest a query is held; after that the bridge goes on and reports CK504. @default 10000 */
  readonly maxHold?: number | undefined;
  /** Called before each fetch that the bridge starts, with its cause: for logs and devtools. */
  readonly onFetch?: ((fetch: BridgeFetch) => void) | undefined;
  /** Receives CK504 and errors thrown by rules, patches, `holdWhile` and `onFetch`. @default rethrown as uncaught */
  readonly onError?: ReportError | undefined;
  /** Whether the page is visible. In a hidden page queries are marked stale, and fetched when it is shown. @default the document's */
  readonly visibility?: VisibilityPort | undefined;
  /** The clock. @default the client's, since its times are compared with the bridge's */
  readonly timers?: Timers | undefined;
}

/** The settings of a bridge with all defaults filled in; read again whenever they matter. */
export interface BridgeSettings extends RefetchTiming {
  readonly rules: RuleSet;
  readonly jitter: number;
  /** Null: by the pending mutations. */
  readonly holdWhile: ((key: QueryKey) => boolean) | null;
  readonly maxHold: number;
  readonly onFetch: ((fetch: BridgeFetch) => void) | undefined;
  readonly timers: Timers;
  readonly visibility: VisibilityPort;
  readonly report: ReportError;
}

/** Fills in the defaults, for one client and one QueryClient. */
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
    holdWhile: holdWhile ? (key) => holdWhile({ queryClient, key }) : null,
    maxHold: options.maxHold ?? 10_000,
    onFetch: options.onFetch,
    timers: options.timers ?? client.timers,
    visibility: options.visibility ?? documentVisibility,
    report: options.onError ?? rethrowLater,
  };
}
