import { type ClientEvent, type ClientInspection, RealtimeError } from '@channelkit/core';
import type { ReportError } from '@channelkit/core/internal';
import { Alarm, CK503 } from '@channelkit/core/internal';
import { BridgedChannel } from './bridgedChannel.ts';
import type { BridgeSettings } from './bridgeSettings.ts';
import { QueryFreshness } from './freshness/queryFreshness.ts';
import type { QueryClientPort, QueryKey } from './queryClientPort.ts';
import type { RetryingQueries } from './refetching/retryingQueries.ts';
import { ChannelRules } from './rules/channelRules.ts';

/** The slice of the client that the bridge uses. */
export interface BridgeClient {
  observe(listener: (event: ClientEvent) => void): () => void;
  inspect(): ClientInspection;
}

/** Applies what happens on the channels of a client to the queries of a cache. */
export class QueryBridgeCore {
  readonly #client: BridgeClient;
  readonly #freshness: QueryFreshness;
  readonly #channels = new Map<string, BridgedChannel>();
  /** Channels whose rules trust the first data and that have been live: only their very first subscription is the first. */
  readonly #known = new Set<string>();
  #settings: BridgeSettings;
  #stop: (() => void) | null = null;
  #disposed = false;
  /** First reads that wait for channels to be live. */
  readonly #waiting = new Set<() => void>();
  readonly report: ReportError = (error) => this.#settings.report(error);

  constructor(client: BridgeClient, queryClient: QueryClientPort, settings: BridgeSettings) {
    this.#client = client;
    this.#settings = settings;
    this.#freshness = new QueryFreshness(queryClient, () => this.#settings);
  }

  /** The queries whose last fetch failed and is being retried. */
  get retrying(): RetryingQueries {
    return this.#freshness.retrying;
  }

  /** The hash of a query's key, by the query's options. */
  hashOf(options: { queryKey: QueryKey }): string {
    return this.#freshness.hashOf(options);
  }

  /** Starts to listen; idempotent. Channels that are live already count as live from now on, since earlier events were not seen. */
  attach(): void {
    if (this.#disposed) throw new RealtimeError(CK503, 'the bridge was disposed');
    if (this.#stop) return;
    this.#freshness.attach();
    this.#stop = this.#client.observe((event) => this.#onEvent(event));
    const now = this.#settings.timers.now();
    for (const { name, status } of this.#client.inspect().channels) {
      if (status.isLive) this.#onLive(name, Math.max(now, status.liveSince), null);
      else this.#channel(name).adoptMarks(this.#freshness.hitAt(now, { channel: name, event: null }));
    }
  }

  /** Stops listening; can be attached again. Fetches that run are watched to their end. */
  detach(): void {
    if (!this.#stop) return;
    this.#stop();
    this.#stop = null;
    const trusted = [...this.#channels.values()].flatMap((channel) =>
      channel.isLive ? channel.trusted : [],
    );
    for (const name of [...this.#channels.keys()]) this.#onLost(name, true);
    this.#freshness.detach();
    // Not at once: StrictMode and hot reload attach again in the same task and have missed nothing.
    this.#settings.timers.setTimeout(() => {
      if (this.#stop) return;
      for (const check of [...this.#waiting]) check();
      this.#freshness.markUnwatched(trusted);
    }, 0);
  }

  dispose(): void {
    this.detach();
    this.#disposed = true;
  }

  configure(settings: BridgeSettings): void {
    const isNew = settings.rules !== this.#settings.rules;
    this.#settings = settings;
    if (!isNew) return;
    const now = settings.timers.now();
    for (const [name, channel] of this.#channels)
      channel.setRules(this.#rulesOf(name), this.#freshness.hitAt(now, { channel: name, event: null }));
  }

  /**
   * Holds the first read of a query back until the channels are live, for `limit` ms at most: a read that begins before would have to
   * be repeated. Resolves at once for a query that has data, or that has been held back already.
   */
  async holdFirstRead(queryHash: string, channels: readonly string[], limit: number): Promise<void> {
    const read = this.#freshness.holdRead(queryHash);
    if (!read) return;
    const { timers, settle } = this.#settings;
    const areLive = () => channels.every((name) => this.#channels.get(name)?.isLive);
    await new Promise<void>((resolve) => {
      const go = () => {
        this.#waiting.delete(check);
        alarm.clear();
        resolve();
      };
      const check = () => {
        if (this.#stop && !areLive()) return;
        // A read sees what the channel may have missed `settle` later.
        if (this.#stop && settle > 0 && alarm.isSet) alarm.set(settle, go);
        else go();
      };
      const alarm = new Alarm(timers);
      this.#waiting.add(check);
      alarm.set(limit, go);
      check();
    });
    read();
  }

  /** Lets every event of the channel concern the query, unless a rule covers its key; returns the undo. */
  link(name: string, query: { readonly queryKey: QueryKey; readonly queryHash: string }): () => void {
    const { timers } = this.#settings;
    const now = () => this.#freshness.hitAt(timers.now(), { channel: name, event: null });
    const release = this.#channel(name).link({ ...query, exact: true }, now);
    let isLinked = true;
    return () => {
      if (!isLinked) return;
      isLinked = false;
      release();
      // Not at once: StrictMode and a change of pages link again in the same task and have missed nothing.
      timers.setTimeout(() => {
        const channel = this.#channels.get(name);
        channel?.unlinkIdle(query.queryHash);
        if (channel && !channel.isLive && !channel.hasLinks) this.#channels.delete(name);
      }, 0);
    };
  }

  #onEvent(event: ClientEvent): void {
    switch (event.type) {
      case 'message':
        this.#channel(event.message.channel).onEvent(event.message);
        return;
      case 'live':
        this.#onLive(event.channel, event.liveSince, event);
        return;
      case 'removed':
        this.#onLost(event.channel, true);
        return;
      case 'lost':
        this.#onLost(event.channel, false);
        return;
      default:
    }
  }

  /** @param event - Null: earlier events were not seen. */
  #onLive(name: string, time: number, event: Extract<ClientEvent, { type: 'live' }> | null): void {
    const { jitter, timers } = this.#settings;
    const channel = this.#channel(name);
    const isTrusted = event?.gap === null && !this.#known.has(name);
    if (channel.trusted.length > 0) this.#known.add(name);
    channel.onLive({
      since: this.#freshness.hitAt(time, { channel: name, event: null }),
      hasGap: event?.gap !== null,
      isTrusted,
      positionsAt: event?.positionsAt ?? null,
      delay: jitter > 0 ? timers.random() * jitter : 0,
    });
    for (const check of [...this.#waiting]) check();
  }

  #onLost(name: string, isGone: boolean): void {
    const channel = this.#channels.get(name);
    channel?.onLost();
    if (isGone && channel && !channel.hasLinks) this.#channels.delete(name);
  }

  #channel(name: string): BridgedChannel {
    const found = this.#channels.get(name);
    if (found) return found;
    const made = new BridgedChannel(this.#rulesOf(name), this.#freshness);
    this.#channels.set(name, made);
    return made;
  }

  #rulesOf(name: string): ChannelRules {
    return new ChannelRules(this.#settings.rules, name, this.report);
  }
}
