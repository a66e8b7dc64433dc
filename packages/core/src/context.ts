import type { ChannelContract } from './contract/contract.ts';
import type { NotifyQueue } from './lib/notifyQueue.ts';
import type { Timers } from './lib/timers.ts';
import type { RealtimeOptions } from './options.ts';
import type { ClientEvent } from './types.ts';

/** Whether a client may ever connect: yes; no, without a config; no, on a server. */
export type ClientMode = 'open' | 'disabled' | 'inert';

/** Why a client of this mode never connects, in words. */
export const offReason: { readonly open: null; readonly disabled: string; readonly inert: string } = {
  open: null,
  disabled: 'no app key is configured',
  inert: 'this is a server',
};

/** What every part of a client works with. */
export interface ClientContext {
  readonly mode: ClientMode;
  readonly queue: NotifyQueue;
  /** Their callbacks run in a batch of the queue. */
  readonly timers: Timers;
  /** The newest options. */
  options(): RealtimeOptions<never>;
  contract(): ChannelContract<never> | undefined;
  /** The position that the page came with for a channel, and when its server read it; null if it has none, or has started already. */
  takeStart(channel: string): { readonly position: string; readonly at: number } | null;
  /** Records what happened, and notifies whoever observes the client. */
  emit(event: ClientEvent): void;
  /** Whether a socket is needed may have changed. */
  demandChanged(): void;
}
