import { RealtimeError } from '@channelkit/core';
import { rethrowLater } from '@channelkit/core/internal';
import {
  focusManager,
  InfiniteQueryObserver,
  MutationObserver,
  onlineManager,
  QueryClient,
  QueryObserver,
} from '@tanstack/react-query';
import { createQueryBridge, type QueryBridge, type QueryPort, type VisibilityPort } from '../../src/index.ts';
import { channels, type Order, type TestChannels } from '../support/contract.ts';
import type { SimClock } from './simClock.ts';
import { eventOf, expected, type SimQuery, simQueries } from './simQueries.ts';
import { keys, simRules } from './simRules.ts';
import { type EntityId, type ServerState, SimServer, wait } from './simServer.ts';
import type { ObserverKind, Schedule, SimStep } from './simSteps.ts';
import { SimStorage } from './simStorage.ts';
import { SimTransport } from './simTransport.ts';

interface Page {
  readonly query: SimQuery;
  kind: ObserverKind;
  readonly setEnabled: (enabled: boolean) => void;
  readonly more: (() => void) | null;
  readonly unsubscribe: () => void;
  stopWatch: () => void;
}

const fresh: ObserverKind = {
  staleTime: Number.POSITIVE_INFINITY,
  enabled: true,
  refetchOnMount: true,
  refetchOnWindowFocus: true,
};
const swallow = (): void => {};

/** A browser with pages, a bridge and a cache, in front of a server and a network. */
export class SimWorld {
  readonly #clock: SimClock;
  readonly #schedule: Schedule;
  readonly #server: SimServer;
  readonly #transport: SimTransport<TestChannels>;
  readonly #queryClient: QueryClient;
  readonly #storage: SimStorage;
  readonly #visibility: VisibilityPort;
  readonly #pages: Page[] = [];
  readonly #visibilityListeners = new Set<() => void>();
  #bridge: QueryBridge<TestChannels> | null = null;
  #hidden = false;

  constructor(schedule: Schedule, clock: SimClock) {
    this.#schedule = schedule;
    this.#clock = clock;
    this.#server = new SimServer(clock.now, schedule.lag);
    this.#transport = new SimTransport(channels, clock);
    this.#queryClient = new QueryClient({
      defaultOptions: { queries: { retry: 1, retryDelay: 30, gcTime: Number.POSITIVE_INFINITY } },
    });
    this.#storage = new SimStorage(this.#queryClient, clock.now);
    this.#visibility = {
      isHidden: () => this.#hidden,
      subscribe: (listener) => {
        this.#visibilityListeners.add(listener);
        return () => this.#visibilityListeners.delete(listener);
      },
    };
    this.#setHidden(false);
    onlineManager.setOnline(true);
    this.#queryClient.mount();
    for (const query of simQueries) {
      this.#queryClient.setQueryDefaults(query.queryKey, this.#options(query));
    }
    this.do({ type: 'keep' });
    this.#startBridge();
  }

  do(step: SimStep): void {
    switch (step.type) {
      case 'write':
        this.#write(step.id, step);
        return;
      case 'burst':
        for (let n = 0; n < step.count; n += 1)
          this.#clock.setTimeout(() => void this.#write(step.id, { delay: 2 }), n * 5);
        return;
      case 'mount':
        return this.#mount(simQueries[step.query] as SimQuery, step.kind);
      case 'unmount':
        return this.#unmount(step.page);
      case 'toggle':
        return this.#toggle(step.page);
      case 'weather':
        this.#server.weather = step;
        return;
      case 'mutate':
        return this.#mutate(step);
      case 'seed':
        return this.#seed(step.id, step.lasts);
      case 'upload':
        return this.#upload(step.lasts);
      case 'drop':
        return this.#transport.drop();
      case 'restore':
        if (this.#transport.isMute) this.#transport.drop();
        return this.#transport.restore();
      case 'mute':
        return this.#transport.mute();
      case 'deny':
        return this.#transport.deny('private-orders');
      case 'allow':
        return this.#transport.allow('private-orders');
      case 'hide':
        return this.#setHidden(true);
      case 'show':
        return this.#setHidden(false);
      case 'offline':
        return onlineManager.setOnline(false);
      case 'online':
        return onlineManager.setOnline(true);
      case 'reload':
        this.#bridge?.dispose();
        return this.#startBridge();
      case 'dispose':
        this.#bridge?.dispose();
        this.#bridge = null;
        return;
      case 'clear':
        // Not the mutations: nothing could tell any more that one is running.
        return this.#queryClient.getQueryCache().clear();
      case 'keep':
        this.#storage.keep(
          new Map(
            simQueries
              .filter(({ infinite }) => !infinite)
              .map((query) => [query, query.pick(this.#server.snapshot(), 0)]),
          ),
        );
        return;
      default:
        return this.#onQuery(step.type, simQueries[step.query] as SimQuery);
    }
  }

  /** Ends every trouble: the network is up, the page is seen, the API answers, a bridge is there. */
  calm(): void {
    this.#server.weather = { latency: 20, readAt: 0, failing: false };
    this.#transport.allow('private-orders');
    this.do({ type: 'restore' });
    onlineManager.setOnline(true);
    this.#setHidden(false);
    if (!this.#bridge) this.#startBridge();
  }

  /** Queries of live channels that are neither right nor marked stale; marked is not enough for what is on show. */
  faults(): string[] {
    return simQueries.flatMap((query) => {
      const found = this.#find(query);
      if (found?.state.data === undefined || !this.#transport.isLive(query.channel)) return [];
      const isShown = found.isActive() && (found as QueryPort).isStatic?.() !== true;
      const excused = found.state.isInvalidated && !isShown;
      return excused ? [] : this.#compare(query, found.state.data);
    });
  }

  /** Everything is used once more: by new observers, on live channels. */
  use(): void {
    while (this.#pages.length > 0) this.#unmount(0);
    for (const query of simQueries) this.#mount(query, fresh);
  }

  /** Queries in use that are not what the server has; `mustArrive`: having nothing counts. */
  differences(mustArrive: boolean): string[] {
    return simQueries.flatMap((query) => {
      const data = this.#find(query)?.state.data;
      return data === undefined && !mustArrive ? [] : this.#compare(query, data);
    });
  }

  /** While everything is being read anew, everything changes, and the bridge is gone before the reads are back. */
  async disposeInTheMiddle(): Promise<void> {
    for (const { queryKey } of simQueries) void this.#queryClient.refetchQueries({ queryKey });
    await this.#clock.advance(5);
    for (const id of ['a', 'b', 'invoice'] as const) this.#write(id, {});
    await this.#clock.advance(1);
    this.do({ type: 'dispose' });
  }

  /** Queries that look fresh and are not what the server has. */
  pretenders(): string[] {
    return simQueries.flatMap((query) => {
      const state = this.#find(query)?.state;
      return state?.isInvalidated ? [] : this.#compare(query, state?.data);
    });
  }

  end(): void {
    this.#bridge?.dispose();
    while (this.#pages.length > 0) this.#unmount(0);
    this.#queryClient.clear();
    this.#queryClient.unmount();
    focusManager.setFocused(undefined);
    onlineManager.setOnline(true);
  }

  #compare(query: SimQuery, data: unknown): string[] {
    const truth = this.#truth();
    const is = JSON.stringify(data);
    const should = JSON.stringify(data === undefined ? query.pick(truth, 0) : expected(query, truth, data));
    return is === should ? [] : [`${JSON.stringify(query.queryKey)} is ${is}, the server has ${should}`];
  }

  #truth(): ServerState {
    const [a, b, invoice] = (['a', 'b', 'invoice'] as const).map((id) => this.#server.truth(id));
    return { a, b, invoice } as ServerState;
  }

  #find(query: SimQuery) {
    return this.#queryClient.getQueryCache().find({ queryKey: query.queryKey });
  }

  #options(query: SimQuery) {
    return {
      queryKey: query.queryKey,
      queryFn: async ({ signal, pageParam }: { signal: AbortSignal; pageParam?: unknown }) =>
        query.pick(await this.#server.read(signal), typeof pageParam === 'number' ? pageParam : 0),
    };
  }

  #startBridge(): void {
    const { wait, maxWait, jitter, lag } = this.#schedule;
    this.#bridge = createQueryBridge({
      client: this.#transport.client,
      queryClient: this.#queryClient,
      rules: simRules,
      wait,
      maxWait,
      jitter,
      settle: lag,
      visibility: this.#visibility,
      timers: this.#clock,
      // The hanging mutation of a schedule is reported; nothing else is.
      onError: (error) => {
        if (!(error instanceof RealtimeError && error.code === 'CK504')) rethrowLater(error);
      },
    });
    for (const page of this.#pages) page.stopWatch = this.#bridge.watch(page.query.channel);
  }

  #write(id: EntityId, { delay = 0, duplicate = false, unreadable = false }): number {
    const version = this.#server.write(id);
    const { channel, event, data } = eventOf(id, version);
    this.#transport.publish(channel, event, data, { delay, duplicate, unreadable });
    return version;
  }

  #mount(query: SimQuery, kind: ObserverKind): void {
    const stopWatch = this.#bridge?.watch(query.channel) ?? swallow;
    const options = { ...this.#options(query), ...kind };
    if (query.infinite) {
      const paged = {
        ...options,
        initialPageParam: 0 as unknown,
        getNextPageParam: (_last: unknown, pages: readonly unknown[]) =>
          pages.length < 2 ? pages.length : undefined,
      };
      const observer = new InfiniteQueryObserver(this.#queryClient, paged);
      this.#pages.push({
        query,
        kind,
        stopWatch,
        unsubscribe: observer.subscribe(swallow),
        setEnabled: (enabled) => observer.setOptions({ ...paged, enabled }),
        more: () => void observer.fetchNextPage(),
      });
      return;
    }
    const observer = new QueryObserver(this.#queryClient, options);
    this.#pages.push({
      query,
      kind,
      stopWatch,
      unsubscribe: observer.subscribe(swallow),
      setEnabled: (enabled) => observer.setOptions({ ...options, enabled }),
      more: null,
    });
  }

  #unmount(index: number): void {
    const [page] = this.#pages.splice(index, 1);
    page?.unsubscribe();
    page?.stopWatch();
  }

  #toggle(index: number): void {
    const page = this.#pages[index];
    if (!page) return;
    page.kind = { ...page.kind, enabled: !page.kind.enabled };
    page.setEnabled(page.kind.enabled);
  }

  #setHidden(hidden: boolean): void {
    this.#hidden = hidden;
    focusManager.setFocused(!hidden);
    for (const listener of [...this.#visibilityListeners]) listener();
  }

  /** Reads an order, and writes it into its query by hand when the answer has come. */
  #seed(id: 'a' | 'b', lasts: number): void {
    const queryKey = keys.detail(id);
    const queryFn = async ({ signal }: { signal: AbortSignal }) => {
      const version = this.#server.snapshot()[id];
      await wait(lasts);
      if (!signal.aborted && this.#queryClient.getQueryData(queryKey) !== undefined)
        this.#queryClient.setQueryData(queryKey, { orderId: id, version });
      return null;
    };
    void this.#queryClient.prefetchQuery({ queryKey: ['seeds', id], queryFn });
  }

  #upload(lasts: number): void {
    const options = { networkMode: 'always' as const, mutationFn: () => wait(lasts) };
    void new MutationObserver(this.#queryClient, options).mutate().catch(swallow);
  }

  /** An optimistic update: cancel, write, and on failure roll back. Only a value that is itself optimistic is invalidated instead. */
  #mutate({ id, fails, lasts }: { id: 'a' | 'b'; fails: boolean; lasts: number }): void {
    const queryKey = keys.detail(id);
    const mutation = new MutationObserver(this.#queryClient, {
      networkMode: 'always',
      mutationFn: async () => {
        await wait(lasts / 2);
        if (fails) throw new Error('refused');
        const version = this.#write(id, { delay: 10 });
        await wait(lasts / 2);
        return { orderId: id, version };
      },
      onMutate: async () => {
        await this.#queryClient.cancelQueries({ queryKey });
        const before = this.#queryClient.getQueryData(queryKey);
        if (before !== undefined) this.#queryClient.setQueryData(queryKey, { orderId: id, version: -1 });
        return before;
      },
      onSuccess: (order) => {
        if (this.#queryClient.getQueryData(queryKey) !== undefined)
          this.#queryClient.setQueryData(queryKey, order);
      },
      onError: (_error, _variables, before) => {
        if ((before as Order | undefined)?.version === -1)
          void this.#queryClient.invalidateQueries({ queryKey });
        else if (before !== undefined) this.#queryClient.setQueryData(queryKey, before);
      },
    });
    mutation.mutate().catch(swallow);
  }

  #onQuery(type: string, query: SimQuery): void {
    const { queryKey } = query;
    const data = query.infinite ? undefined : query.pick(this.#truth(), 0);
    switch (type) {
      case 'setData':
        if (data !== undefined) this.#queryClient.setQueryData(queryKey, data);
        return;
      case 'hydrate':
        return this.#storage.restore(query);
      case 'stream':
        return this.#storage.stream(query);
      case 'putBack':
        return this.#storage.putBack(query);
      case 'remove':
        return this.#queryClient.removeQueries({ queryKey });
      case 'reset':
        return void this.#queryClient.resetQueries({ queryKey }).catch(swallow);
      case 'cancel':
        return void this.#queryClient.cancelQueries({ queryKey });
      case 'cancelSilently':
        return void this.#queryClient.cancelQueries({ queryKey }, { silent: true, revert: false });
      case 'prefetch':
        if (!query.infinite) void this.#queryClient.prefetchQuery({ ...this.#options(query), staleTime: 0 });
        return;
      case 'invalidate':
        return void this.#queryClient.invalidateQueries({ queryKey });
      case 'refetch':
        return void this.#queryClient.refetchQueries({ queryKey }, { cancelRefetch: false });
      case 'more':
        this.#pages.find(({ more, kind }) => more !== null && kind.enabled)?.more?.();
        return;
      default:
    }
  }
}
