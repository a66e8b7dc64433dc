import type { ChannelContract, ClientEvent, GapReason, RealtimeClient } from '@channelkit/core';
import { createSystemTimers } from '@channelkit/core/internal';

/** A client whose channels live and die, and whose events arrive, when the test says so. */
export interface FakeClient<TChannels> {
  readonly client: RealtimeClient<TChannels>;
  /** Leases by channel. */
  readonly held: ReadonlyMap<string, number>;
  /** Number of listeners. */
  readonly observers: number;
  /** `resumed`: it has missed nothing, so it is live since when it was before. */
  live(channel: string, how?: GapReason | 'resumed' | { readonly positionsAt: number }): void;
  lost(channel: string): void;
  removed(channel: string): void;
  emit(channel: string, event: string, data: unknown): void;
}

/** Makes the double: exactly the slice of `RealtimeClient` that the bridge uses. */
export function createFakeClient<TChannels>(contract: ChannelContract<TChannels>): FakeClient<TChannels> {
  const listeners = new Set<(event: ClientEvent) => void>();
  const liveSince = new Map<string, number>();
  const lastSince = new Map<string, number>();
  const held = new Map<string, number>();
  const tell = (event: ClientEvent) => {
    for (const listener of [...listeners]) listener(event);
  };
  const timers = createSystemTimers();
  const { now } = timers;
  const acquire = (channel: string) => {
    held.set(channel, (held.get(channel) ?? 0) + 1);
    let released = false;
    return {
      channel,
      release: () => {
        if (!released) held.set(channel, (held.get(channel) ?? 0) - 1);
        released = true;
      },
    };
  };
  const inspect = () => ({
    channels: [...liveSince].map(([name, since]) => ({ name, status: { isLive: true, liveSince: since } })),
  });
  const observe = (listener: (event: ClientEvent) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    client: { contract, timers, acquire, inspect, observe } as unknown as RealtimeClient<TChannels>,
    held,
    get observers() {
      return listeners.size;
    },
    live(channel, how) {
      const since = (how === 'resumed' && lastSince.get(channel)) || now();
      liveSince.set(channel, since);
      lastSince.set(channel, since);
      const gap = typeof how === 'string' && how !== 'resumed' ? { channel, since, reason: how } : null;
      tell({ type: 'live', channel, liveSince: since, gap, ...(typeof how === 'object' ? how : {}) });
    },
    lost(channel) {
      liveSince.delete(channel);
      tell({ type: 'lost', channel, since: now(), reason: 'connection' });
    },
    removed(channel) {
      liveSince.delete(channel);
      tell({ type: 'removed', channel });
    },
    emit(channel, event, data) {
      const pattern = contract.match(channel)?.pattern ?? null;
      tell({ type: 'message', message: { event, data, channel, receivedAt: now() }, pattern });
    },
  };
}
