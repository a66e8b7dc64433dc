import type { ClientEvent, RealtimeClient } from '@channelkit/core';
import { defineChannels, event } from '@channelkit/core';
import { createQueryBridge, defineQueryRules } from '@channelkit/tanstack-query';
import type { QueryClient } from '@tanstack/react-query';
import type { SimClock } from '../../packages/tanstack-query/tests/convergence/simClock.ts';

/** An event of the channel: `changed` concerns one query, `imported` all of them. */
export interface Message {
  readonly event: 'changed' | 'imported';
  readonly data: { readonly id: number };
}

/** The channel as the page hears it. */
export class Source {
  readonly #messages: ((message: Message) => void)[] = [];
  readonly #lives: (() => void)[] = [];

  bind(listener: (message: Message) => void): void {
    this.#messages.push(listener);
  }

  onLive(listener: () => void): void {
    this.#lives.push(listener);
  }

  send(message: Message): void {
    for (const listener of this.#messages) listener(message);
  }

  /** The server has confirmed the subscription: the first one, or one after a drop. */
  goLive(): void {
    for (const listener of this.#lives) listener();
  }
}

/** A way to bring events into the cache. */
export interface Way {
  readonly name: string;
  readonly connect: (queryClient: QueryClient, source: Source, clock: SimClock) => void;
}

/** How long the server takes to answer, in milliseconds. */
export const latency = 50;

const keyOf = ({ event, data }: Message): unknown[] => (event === 'changed' ? ['items', data.id] : ['items']);
const channels = defineChannels({
  items: { changed: event<{ id: number }>(), imported: event<{ id: number }>() },
});
const rules = defineQueryRules(channels, (on) => [
  on('items', 'changed', ({ data }) => [['items', data.id]], { catchUp: () => [['items']] }),
  on('items', 'imported', () => [['items']]),
]);

/** The part of a client that the bridge uses. */
const clientOf = (source: Source, { now }: SimClock) =>
  ({
    contract: channels,
    inspect: () => ({ channels: [] }),
    observe: (listener: (event: ClientEvent) => void) => {
      source.onLive(() => listener({ type: 'live', channel: 'items', liveSince: now(), gap: null }));
      source.bind((message) =>
        listener({
          type: 'message',
          message: { ...message, channel: 'items', receivedAt: now() },
          pattern: 'items',
        }),
      );
      return () => {};
    },
  }) as unknown as RealtimeClient<typeof channels.definitions>;

/** Invalidates 100 ms after the last event, and at least every 500 ms: what a careful engineer writes in ten lines. */
function invalidateDebounced(queryClient: QueryClient, source: Source, clock: SimClock): void {
  const keys = new Map<string, unknown[]>();
  let timer: unknown;
  let latest = 0;
  const flush = () => {
    for (const queryKey of keys.values()) void queryClient.invalidateQueries({ queryKey });
    keys.clear();
  };
  source.bind((message) => {
    const key = keyOf(message);
    if (keys.size === 0) latest = clock.now() + 500;
    keys.set(JSON.stringify(key), key);
    clock.clearTimeout(timer);
    timer = clock.setTimeout(flush, Math.min(100, latest - clock.now()));
  });
}

export const ways: readonly Way[] = [
  {
    name: 'bind → `invalidateQueries`',
    connect: (queryClient, source) =>
      source.bind((message) => void queryClient.invalidateQueries({ queryKey: keyOf(message) })),
  },
  {
    name: 'the same, `cancelRefetch: false`',
    connect: (queryClient, source) =>
      source.bind(
        (message) =>
          void queryClient.invalidateQueries({ queryKey: keyOf(message) }, { cancelRefetch: false }),
      ),
  },
  { name: 'the same, debounced', connect: invalidateDebounced },
  {
    name: 'ChannelKit',
    connect: (queryClient, source, clock) =>
      void createQueryBridge({ client: clientOf(source, clock), queryClient, rules, timers: clock }),
  },
];
