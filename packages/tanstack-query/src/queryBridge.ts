import { type ClientEvent, type ClientInspection, RealtimeError, type Timers } from '@channelkit/core';
import type { ReportError } from '@channelkit/core/internal';
import { CK503 } from '@channelkit/core/internal';
import { type CatchUpTarget, ChannelRules } from './channelRules.ts';
import { LiveChannels, type LiveTarget } from './liveChannels.ts';
import type { FetchCause } from './moment.ts';
import type { QueryClientPort, QueryKey } from './queryClientPort.ts';
import { QueryFreshness } from './queryFreshness.ts';
import { matchesPrefix, type QueryTarget, toFilter } from './queryKeys.ts';
import { isPatch } from './queryPatch.ts';
import type { RuleSet } from './queryRules.ts';
import type { RefetchTiming } from './refetchPlan.ts';
import type { VisibilityPort } from './visibility.ts';

/** The slice of the client that the bridge uses. */
export interface BridgeClient {
  observe(listener: (event: ClientEvent) => void): () => void;
  inspect(): ClientInspection;
}

/** A fetch that the bridge begins. */
export interface BridgeFetch {
  readonly queryKey: QueryKey;
  /** The newest event or gap that it is for; null: a mutation's late answer was written over newer data. */
  readonly cause: FetchCause | null;
  /** How many events waited for it. */
  readonly events: number;
}

/** The settings of a bridge with all defaults filled in; read anew whenever they matter. */
export interface BridgeSettings extends RefetchTiming {
  readonly rules: RuleSet;
  readonly jitter: number;
  readonly holdWhile: (key: QueryKey) => boolean;
  readonly onFetch: ((fetch: BridgeFetch) => void) | undefined;
  readonly timers: Timers;
  readonly visibility: VisibilityPort;
  readonly report: ReportError;
}

interface Link {
  readonly target: QueryTarget;
  holders: number;
}

/** Turns what happens on the channels into hits on queries. */
export class BridgeCore {
  readonly #client: BridgeClient;
  readonly #freshness: QueryFreshness;
  readonly #live = new LiveChannels();
  readonly #rules = new Map<string, ChannelRules>();
  readonly #links = new Map<string, Map<string, Link>>();
  #settings: BridgeSettings;
  #stop: (() => void) | null = null;
  readonly report: ReportError = (error) => this.#settings.report(error);
  #disposed = false;

  constructor(client: BridgeClient, queryClient: QueryClientPort, settings: BridgeSettings) {
    this.#client = client;
    this.#settings = settings;
    this.#freshness = new QueryFreshness(queryClient, () => this.#settings, this.#live);
  }

  /** Begins to listen; idempotent. Channels that are live already count as live from here on: what came before was not seen. */
  attach(): void {
    if (this.#disposed) throw new RealtimeError(CK503, 'it was disposed of');
    if (this.#stop) return;
    this.#freshness.attach();
    this.#stop = this.#client.observe((event) => this.#onEvent(event));
    const now = this.#settings.timers.now();
    for (const { name, status } of this.#client.inspect().channels) {
      if (status.isLive) this.#onLive(name, Math.max(now, status.liveSince), true);
    }
  }

  /** Stops listening; can be attached again. Fetches that run are seen to their end. */
  detach(): void {
    this.#stop?.();
    this.#stop = null;
    this.#freshness.detach();
    this.#live.clear();
    this.#rules.clear();
  }

  dispose(): void {
    this.detach();
    this.#disposed = true;
  }

  configure(settings: BridgeSettings): void {
    const isNew = settings.rules !== this.#settings.rules;
    this.#settings = settings;
    if (!isNew) return;
    this.#rules.clear();
    for (const channel of this.#live.names) this.#remap(channel);
  }

  /** Lets every event of the channel concern the query, unless a rule knows its key; returns the undo. */
  link(channel: string, queryKey: QueryKey): () => void {
    const target = { queryKey, exact: true };
    const links = this.#links.get(channel) ?? new Map<string, Link>();
    this.#links.set(channel, links);
    const id = JSON.stringify(queryKey);
    const isNew = !links.has(id);
    const link = links.get(id) ?? { target, holders: 0 };
    link.holders += 1;
    links.set(id, link);
    if (isNew) this.#remap(channel);
    let linked = true;
    return () => {
      if (!linked) return;
      linked = false;
      link.holders -= 1;
      // Not at once: StrictMode and a swap of pages link again in the same breath, and have missed nothing.
      this.#settings.timers.setTimeout(() => this.#unlink(channel, id), 0);
    };
  }

  #unlink(channel: string, id: string): void {
    const links = this.#links.get(channel);
    if (links?.get(id)?.holders !== 0) return;
    links.delete(id);
    if (links.size === 0) this.#links.delete(channel);
    this.#remap(channel);
  }

  #onEvent(event: ClientEvent): void {
    switch (event.type) {
      case 'message': {
        const { message } = event;
        const results = [
          ...this.#rulesOf(message.channel).resolve(message),
          ...this.#linked(message.channel),
        ];
        const targets = results.filter((result): result is QueryTarget => !isPatch(result));
        this.#freshness.onEvent(targets.map(toFilter), results.filter(isPatch), message);
        return;
      }
      case 'live':
        this.#onLive(event.channel, event.liveSince, event.gap === null);
        return;
      case 'removed':
        this.#live.lost(event.channel);
        this.#rules.delete(event.channel);
        return;
      case 'lost':
        this.#live.lost(event.channel);
        return;
      default:
    }
  }

  #onLive(channel: string, since: number, isFirst: boolean): void {
    this.#catchUp(
      this.#live.live(channel, this.#targetsOf(channel), {
        since: this.#freshness.momentAt(since, { channel, event: null }),
        isFirst,
      }),
    );
  }

  #remap(channel: string): void {
    const now = this.#settings.timers.now();
    const moment = this.#freshness.momentAt(now, { channel, event: null });
    this.#catchUp(this.#live.remap(channel, this.#targetsOf(channel), moment));
  }

  #catchUp(targets: readonly LiveTarget[]): void {
    const { jitter, timers } = this.#settings;
    const delay = jitter > 0 ? timers.random() * jitter : 0;
    for (const { target, since } of targets) {
      if (since !== null) this.#freshness.onGap(toFilter(target), since, delay);
    }
  }

  #targetsOf(channel: string): readonly CatchUpTarget[] {
    const linked = this.#linked(channel).map((target) => ({ target, trustsFirst: false }));
    return [...this.#rulesOf(channel).catchUp, ...linked];
  }

  #linked(channel: string): readonly QueryTarget[] {
    const links = [...(this.#links.get(channel)?.values() ?? [])];
    const { catchUp } = this.#rulesOf(channel);
    const known = catchUp.map(({ target }) => toFilter(target).queryKey);
    return links
      .map(({ target }) => target)
      .filter((target) => !known.some((key) => matchesPrefix(toFilter(target).queryKey, key)));
  }

  #rulesOf(channel: string): ChannelRules {
    const found = this.#rules.get(channel);
    if (found) return found;
    const made = new ChannelRules(this.#settings.rules, channel, this.#settings.report);
    this.#rules.set(channel, made);
    return made;
  }
}
