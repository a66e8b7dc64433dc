import type { ChannelContract, ClientEvent, RealtimeClient } from '@channelkit/core';
import type { SimClock } from './simClock.ts';

interface SimChannel {
  leases: number;
  liveSince: number | null;
  /** Since when events may have been missed; null before the first subscription. */
  gapSince: number | null;
  denied: boolean;
}

/** What happens to one event on its way. */
export interface Delivery {
  readonly delay: number;
  readonly duplicate: boolean;
  readonly unreadable: boolean;
}

const subscribeDelay = 15;
const grace = 100;

/**
 * A socket with its channels, as `RealtimeClient` shows them: `live` with `liveSince` after every subscription and for every payload
 * that could not be read, `lost` when known to be down. Events that are on their way when it drops are gone.
 */
export class SimTransport<TChannels> {
  readonly client: RealtimeClient<TChannels>;
  readonly #clock: SimClock;
  readonly #listeners = new Set<(event: ClientEvent) => void>();
  readonly #channels = new Map<string, SimChannel>();
  readonly #denied = new Set<string>();
  #connected = true;
  #mute = false;
  #epoch = 0;

  constructor(contract: ChannelContract<TChannels>, clock: SimClock) {
    this.#clock = clock;
    const observe = (listener: (event: ClientEvent) => void) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    };
    const inspect = () => ({
      channels: [...this.#channels].map(([name, { liveSince }]) => ({
        name,
        status: { isLive: liveSince !== null, liveSince },
      })),
    });
    const acquire = (name: string) => this.#acquire(name);
    this.client = { contract, observe, inspect, acquire } as unknown as RealtimeClient<TChannels>;
  }

  isLive(name: string): boolean {
    return this.#channels.get(name)?.liveSince != null;
  }

  /** The socket closes and everybody knows. */
  drop(): void {
    this.#connected = false;
    this.#mute = false;
    this.#epoch += 1;
    for (const [name, channel] of this.#channels) this.#lose(name, channel);
  }

  restore(): void {
    if (this.#connected) return;
    this.#connected = true;
    for (const [name, channel] of this.#channels) this.#subscribe(name, channel);
  }

  /** Half-open: it looks alive, and nothing arrives. */
  mute(): void {
    if (!this.#connected) return;
    this.#mute = true;
    this.#epoch += 1;
  }

  get isMute(): boolean {
    return this.#mute;
  }

  /** Authorisation of the channel fails from the next subscription on. */
  deny(name: string): void {
    this.#denied.add(name);
  }

  allow(name: string): void {
    this.#denied.delete(name);
    const channel = this.#channels.get(name);
    if (channel?.denied) this.#subscribe(name, channel);
  }

  publish(name: string, event: string, data: unknown, { delay, duplicate, unreadable }: Delivery): void {
    const channel = this.#channels.get(name);
    if (!channel || channel.liveSince === null || this.#mute) return;
    const epoch = this.#epoch;
    const arrive = () => {
      if (epoch !== this.#epoch || this.#channels.get(name) !== channel || channel.liveSince === null) return;
      if (unreadable) {
        channel.gapSince ??= this.#clock.now();
        this.#tellLive(name, channel);
        return;
      }
      const message = { event, data, channel: name, receivedAt: this.#clock.now() };
      this.#tell({ type: 'message', message, pattern: null });
    };
    this.#clock.setTimeout(arrive, delay);
    if (duplicate) this.#clock.setTimeout(arrive, delay * 2 + 1);
  }

  #acquire(name: string): { channel: string; release: () => void } {
    const known = this.#channels.get(name);
    const channel = known ?? { leases: 0, liveSince: null, gapSince: null, denied: false };
    channel.leases += 1;
    if (!known) {
      this.#channels.set(name, channel);
      this.#tell({ type: 'added', channel: name });
      this.#subscribe(name, channel);
    }
    let held = true;
    const release = () => {
      if (!held) return;
      held = false;
      channel.leases -= 1;
      this.#clock.setTimeout(() => {
        if (channel.leases > 0 || this.#channels.get(name) !== channel) return;
        this.#channels.delete(name);
        this.#tell({ type: 'removed', channel: name });
      }, grace);
    };
    return { channel: name, release };
  }

  #subscribe(name: string, channel: SimChannel): void {
    const epoch = this.#epoch;
    this.#clock.setTimeout(() => {
      if (!this.#connected || this.#mute || epoch !== this.#epoch) return;
      if (this.#channels.get(name) !== channel) return;
      if (channel.liveSince !== null) return;
      channel.denied = this.#denied.has(name);
      if (channel.denied) channel.gapSince ??= this.#clock.now();
      else this.#tellLive(name, channel);
    }, subscribeDelay);
  }

  #lose(name: string, channel: SimChannel): void {
    if (channel.liveSince === null) return;
    channel.gapSince ??= this.#clock.now();
    channel.liveSince = null;
    this.#tell({ type: 'lost', channel: name, since: channel.gapSince, reason: 'connection' });
  }

  #tellLive(name: string, channel: SimChannel): void {
    const { gapSince } = channel;
    channel.gapSince = null;
    channel.liveSince = this.#clock.now();
    const gap = gapSince === null ? null : { channel: name, since: gapSince, reason: 'connection' as const };
    this.#tell({ type: 'live', channel: name, liveSince: channel.liveSince, gap });
  }

  #tell(event: ClientEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
