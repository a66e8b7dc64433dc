/*
 * A map of the bridge. Each cached query is in one of these states; TrackedQuery holds what tells them apart.
 *
 *                    event or gap (rules/)                      due (refetching/)
 *        FRESH ─────────────────────────────► OWED ─────────────────────────────────► READING
 *          ▲                                   ▲ ▲                                       │
 *          │                                   │ └── failed: retry with backoff ◄────────┤
 *          │                                   │     cancelled: after a quiet `wait` ◄───┤
 *          │                                   └──── read began before the newest hit ◄──┤
 *          └──────────────────────────────────────── read began after it ◄───────────────┘
 *
 * FRESH    no event or gap is newer than the read that the data came from (freshness/)
 * OWED     marked stale, whatever clears the mark: a write by hand, an older success, a revert. Waits for: quiet, the rate limit,
 *          a backoff, an observer, a visible page, a mutation that may still write the query (at most `maxHold`)
 * READING  still marked. A hit that comes meanwhile is newer than the read, so the query will be OWED again
 * PATCHED  FRESH by a payload that the event carried (patches/); OWED as soon as an older read overwrites it
 *
 *   client events ─► QueryBridgeCore ─► BridgedChannel ─► QueryFreshness ─► RefetchQueue ─► query.fetch
 *                                       ChannelRules      TrackedQuery      PatchWriter  ─► setQueryData
 */
import type { ChannelArgument, RealtimeClient } from '@channelkit/core';
import { bridgeSettings, type QueryBridgeOptions } from './bridgeSettings.ts';
import { QueryBridgeCore } from './queryBridge.ts';
import type { QueryClientPort } from './queryClientPort.ts';
import type { QueryRules, RuleSet } from './rules/defineQueryRules.ts';

/** Options of `createQueryBridge`. */
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
   * Subscribes to a channel; returns the release. Rules apply to every event that arrives, whoever holds its channel. A channel of
   * the current user is held until the user changes.
   * @throws RealtimeError CK503 after `dispose()`, CK101, CK105, CK106 for a bad name
   */
  watch(channel: ChannelArgument<TChannels>): () => void;
  /** Ends the bridge and releases every watched channel; idempotent. Queries that are owed a fetch stay marked stale. */
  dispose(): void;
}

/**
 * Connects a client's events to a QueryClient: each event or gap marks the queries that the rules name and has them fetched,
 * coalesced. Data that was read before an event never counts as fresh after it (8, 9). Works from the call on; subscribes to no
 * channel by itself.
 */
export function createQueryBridge<TChannels, TQueryClient extends QueryClientPort>(
  options: CreateQueryBridgeOptions<TChannels, TQueryClient>,
): QueryBridge<TChannels> {
  const { client, queryClient } = options;
  const settings = bridgeSettings(options, options.rules as unknown as RuleSet, options);
  const core = new QueryBridgeCore(client, queryClient, settings);
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
