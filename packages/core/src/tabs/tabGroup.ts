import type { Timers } from '../lib/timers.ts';
import type { CloseReason } from '../transport/closeReason.ts';
import type { AuthorizationData, Transport, TransportListener } from '../transport/transport.ts';
import { setLeading } from './leading.ts';
import { TabHub } from './tabHub.ts';
import type { TabMessage, TabsPlatform } from './tabsPlatform.ts';

/** From the leading tab. */
export type FromLeader =
  | { readonly type: 'leads' }
  | { readonly type: 'opened'; readonly socketId: string }
  | { readonly type: 'closed'; readonly reason: CloseReason }
  | { readonly type: 'frame'; readonly frame: unknown; readonly except: string | null }
  | { readonly type: 'authorized'; readonly id: number; readonly data: AuthorizationData }
  | {
      readonly type: 'unauthorized';
      readonly id: number;
      readonly message: string;
      readonly status: number | null;
    }
  | { readonly type: 'pong' }
  | { readonly type: 'count'; readonly count: number };

/** To the leading tab. */
export type ToLeader =
  | { readonly type: 'hello' | 'bye' | 'ping' }
  | { readonly type: 'subscribe'; readonly channel: string; readonly authorization: AuthorizationData | null }
  | { readonly type: 'unsubscribe'; readonly channel: string }
  | { readonly type: 'authorize'; readonly id: number; readonly channel: string }
  | { readonly type: 'send'; readonly event: string; readonly data: unknown; readonly channel?: string };

/** What a group works with, and whom it tells. */
export interface TabGroupSetup {
  readonly platform: TabsPlatform;
  readonly timers: Timers;
  /** Makes the transport, if this tab leads. */
  readonly makeTransport: (listener: TransportListener) => Transport | Promise<Transport>;
  /** Authorizes a channel on this tab's socket, if it leads. */
  readonly authorize: (request: {
    readonly channelName: string;
    readonly socketId: string;
    readonly signal: AbortSignal;
  }) => Promise<AuthorizationData>;
  readonly onMessage: (message: FromLeader) => void;
  /** This tab leads, and has a hub. */
  readonly onLeads: () => void;
  /** Another tab took the lead. */
  readonly onStolen: () => void;
  /** This tab leads so many, itself included. */
  readonly onCount: (count: number) => void;
}

/** The tabs that share, as one of them sees them: who leads, and what they say to each other. */
export class TabGroup {
  readonly name: string;
  /** While this tab leads. */
  hub: TabHub | null = null;
  readonly #platform: TabsPlatform;
  readonly #setup: TabGroupSetup;
  readonly #channel: ReturnType<TabsPlatform['open']>;
  readonly #releaseSelf: () => void;
  #releaseLead: () => void;
  #leader: string | null = null;
  /** While this tab leads: the others, and how to stop waiting for their end. */
  readonly #others = new Map<string, () => void>();
  readonly #left = new AbortController();

  constructor(name: string, setup: TabGroupSetup) {
    const { platform } = setup;
    this.name = name;
    this.#platform = platform;
    this.#setup = setup;
    this.#channel = platform.open(name, (message) => this.#onMessage(message as TabMessage));
    // Whoever leads waits for this lock, and learns that way when this tab ends.
    this.#releaseSelf = platform.lock({ name: this.#lockOf(platform.tab), onGranted: () => {} });
    this.#releaseLead = this.#lockLead(false);
  }

  /** To the leading tab. */
  post(body: ToLeader): void {
    const { tab } = this.#platform;
    if (this.hub) this.#onRequest(tab, body);
    else this.#channel.post({ from: tab, to: this.#leader, body: { request: body } });
  }

  /** To the others. */
  tell(body: FromLeader, to: string | null = null): void {
    this.#channel.post({ from: this.#platform.tab, to, body: { told: body } });
  }

  /** The leading tab does not answer. */
  takeLead(): void {
    if (this.hub) return;
    this.#releaseLead();
    this.#releaseLead = this.#lockLead(true);
  }

  leave(): void {
    this.#left.abort();
    if (this.hub) this.#resign();
    else this.post({ type: 'bye' });
    this.#releaseLead();
    this.#releaseSelf();
    this.#channel.close();
  }

  #lockOf(tab: string): string {
    return `${this.name} ${tab}`;
  }

  #lockLead(steal: boolean): () => void {
    return this.#platform.lock({
      name: this.name,
      steal,
      onGranted: () => {
        if (!this.#left.signal.aborted) this.#lead();
      },
      onStolen: () => {
        this.#resign();
        this.#setup.onStolen();
      },
    });
  }

  #lead(): void {
    const { timers, makeTransport, authorize } = this.#setup;
    const { tab } = this.#platform;
    this.#leader = tab;
    setLeading(this, true);
    this.hub = new TabHub({
      timers,
      makeTransport,
      authorize: (channelName, socketId) => authorize({ channelName, socketId, signal: this.#left.signal }),
      output: {
        onOpened: (socketId) => this.#tellAll({ type: 'opened', socketId }),
        onClosed: (reason) => this.#tellAll({ type: 'closed', reason }),
        toAll: (frame, except) => this.#tellAll({ type: 'frame', frame, except }),
        toTab: (to, frame) => this.#answer(to, { type: 'frame', frame, except: null }),
      },
    });
    this.tell({ type: 'leads' });
    this.#tellCount();
    this.#setup.onLeads();
  }

  #resign(): void {
    setLeading(this, false);
    this.hub?.release();
    this.hub = null;
    this.#leader = null;
    for (const stop of this.#others.values()) stop();
    this.#others.clear();
  }

  #tellAll(body: FromLeader): void {
    this.tell(body);
    this.#setup.onMessage(body);
  }

  /** To one tab: to this one a moment later, as to the others. */
  #answer(to: string, body: FromLeader): void {
    if (to !== this.#platform.tab) this.tell(body, to);
    else this.#setup.timers.setTimeout(() => this.hub && this.#setup.onMessage(body), 0);
  }

  #tellCount(): void {
    const count = this.#others.size + 1;
    this.tell({ type: 'count', count });
    this.#setup.onCount(count);
  }

  #onMessage({ from, to, body }: TabMessage): void {
    if (to !== null && to !== this.#platform.tab) return;
    const { request, told } = body as { request?: ToLeader; told?: FromLeader };
    if (request && this.hub) this.#onRequest(from, request);
    if (!told || this.hub) return;
    if (told.type === 'leads') this.#leader = from;
    this.#leader ??= from;
    if (from === this.#leader) this.#setup.onMessage(told);
  }

  #onRequest(tab: string, body: ToLeader): void {
    const { hub } = this;
    if (!hub) return;
    switch (body.type) {
      case 'hello':
        this.#meet(tab);
        if (hub.socketId !== null) this.#answer(tab, { type: 'opened', socketId: hub.socketId });
        return;
      case 'bye':
        return this.#part(tab);
      case 'ping':
        this.#meet(tab);
        return this.#answer(tab, { type: 'pong' });
      case 'subscribe':
        return hub.subscribe(tab, body.channel, body.authorization);
      case 'unsubscribe':
        return hub.unsubscribe(tab, body.channel);
      case 'send':
        return hub.send(tab, body);
      case 'authorize': {
        const { id } = body;
        hub.authorize(tab, body.channel).then(
          (data) => this.#answer(tab, { type: 'authorized', id, data }),
          (cause: unknown) => {
            const { message = 'no reason given', status = null } = cause as Partial<Error> & {
              status?: number | null;
            };
            this.#answer(tab, { type: 'unauthorized', id, message, status });
          },
        );
      }
    }
  }

  #meet(tab: string): void {
    if (tab === this.#platform.tab || this.#others.has(tab)) return;
    this.#others.set(tab, this.#platform.lock({ name: this.#lockOf(tab), onGranted: () => this.#part(tab) }));
    this.#tellCount();
  }

  #part(tab: string): void {
    this.hub?.left(tab);
    const stop = this.#others.get(tab);
    if (!stop) return;
    stop();
    this.#others.delete(tab);
    this.#tellCount();
  }
}
