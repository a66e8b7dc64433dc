import { Alarm } from '../lib/timers.ts';
import type { CloseReason } from '../transport/closeReason.ts';
import type {
  AuthorizationData,
  Transport,
  TransportFactory,
  TransportSetup,
} from '../transport/transport.ts';
import type { TabsSnapshot } from '../types.ts';
import { type FromLeader, TabGroup, type TabGroupSetup, type ToLeader } from './tabGroup.ts';
import { browserTabs, type TabsPlatform } from './tabsPlatform.ts';

/** What a shared transport is made for, besides what every transport is. */
export interface SharedTransportSetup extends TransportSetup {
  /** @default the browser's own tabs */
  readonly platform?: TabsPlatform | null;
  /** Makes the transport of the tab that leads. */
  readonly makeTransport: TransportFactory;
  /** Authorizes a channel on the leading tab's socket. */
  readonly authorize: TabGroupSetup['authorize'];
  /** Who is signed in: only tabs of one user share. */
  readonly user: {
    getSnapshot(): { readonly id: string | null };
    subscribe(listener: () => void): () => void;
  };
  readonly onTabs: (tabs: TabsSnapshot) => void;
}

type Setup = SharedTransportSetup & { readonly platform: TabsPlatform };

/** Makes the socket that the tabs of a browser share; in a browser that cannot, one of this tab alone. */
export function sharedTransport(setup: SharedTransportSetup): Transport | Promise<Transport> {
  const { platform = browserTabs(), makeTransport, onTabs } = setup;
  if (platform) return new SharedTransport({ ...setup, platform });
  const reason = 'this browser has no Web Locks or no BroadcastChannel';
  onTabs({ mode: 'own', isLeader: true, count: 1, reason });
  return makeTransport(setup);
}

/** Tabs with other code of ours must not share with this one: it grows with every change of the messages. */
const version = 1;

/** How often a tab asks whether the leading tab still answers, and how long it waits, in milliseconds. A hidden tab's timers are slow. */
const watch = {
  visible: { every: 2_000, limit: 1_000 },
  hidden: { every: 10_000, limit: 3_000 },
} as const;

const handover: CloseReason = { kind: 'reconnect', message: 'another tab leads now', code: null };
const ended: CloseReason = { kind: 'lost', message: 'the leading tab closed the socket', code: null };

/**
 * The socket that the tabs of a browser share: one tab leads and has the real transport; to the others it is a small Pusher server
 * behind a BroadcastChannel. The tab that holds the lock leads; a tab whose leader does not answer takes the lock (promises 21, 22).
 */
class SharedTransport implements Transport {
  readonly authorizes = false;
  readonly isShared = true;
  readonly #setup: Setup;
  readonly #watch: Alarm;
  readonly #answer: Alarm;
  /** Channels of this tab. */
  readonly #held = new Set<string>();
  readonly #requests = new Map<
    number,
    { resolve(data: AuthorizationData): void; reject(cause: unknown): void }
  >();
  #nextRequest = 0;
  #group: TabGroup | null = null;
  #isWanted = false;
  #isConnected = false;
  #stopUser: (() => void) | null = null;
  #stopLeave: (() => void) | null = null;

  constructor(setup: Setup) {
    this.#setup = setup;
    this.#watch = new Alarm(setup.timers);
    this.#answer = new Alarm(setup.timers);
  }

  open(): void {
    this.#stopUser ??= this.#setup.user.subscribe(() => this.#onUser());
    this.#stopLeave ??= this.#setup.platform.onLeave(() => this.#leave(handover));
    this.#disconnect();
    this.#isWanted = true;
    const group = this.#join();
    if (group.hub) return group.hub.open();
    group.post({ type: 'hello' });
    this.#keepWatching();
  }

  close(): void {
    this.#isWanted = false;
    this.#disconnect();
    const group = this.#group;
    if (!group) return;
    if (group.hub) {
      group.hub.close();
      group.tell({ type: 'closed', reason: ended });
    } else group.post({ type: 'bye' });
  }

  release(): void {
    this.close();
    this.#stopUser?.();
    this.#stopLeave?.();
    this.#stopUser = null;
    this.#stopLeave = null;
    this.#leaveGroup();
  }

  send(event: string, data: unknown, channel?: string): boolean {
    if (!this.#isConnected) return false;
    this.#post({ type: 'send', event, data, ...(channel === undefined ? {} : { channel }) });
    return true;
  }

  subscribe(channel: string, authorization: AuthorizationData | null): void {
    this.#held.add(channel);
    this.#post({ type: 'subscribe', channel, authorization });
  }

  unsubscribe(channel: string): void {
    if (this.#held.delete(channel)) this.#post({ type: 'unsubscribe', channel });
  }

  /** The leading tab authorizes for all. */
  authorize(channel: string): Promise<AuthorizationData> {
    this.#nextRequest += 1;
    const id = this.#nextRequest;
    return new Promise((resolve, reject) => {
      this.#requests.set(id, { resolve, reject });
      this.#post({ type: 'authorize', id, channel });
    });
  }

  #post(body: ToLeader): void {
    this.#group?.post(body);
  }

  #disconnect(): void {
    this.#isConnected = false;
    this.#held.clear();
    this.#watch.clear();
    this.#answer.clear();
    for (const request of this.#requests.values()) request.reject(new Error('the leading tab is gone'));
    this.#requests.clear();
  }

  /** Who shares: tabs of the same code, config and user. */
  get #groupName(): string {
    const { identity, user } = this.#setup;
    return `channelkit ${version} ${identity} ${user.getSnapshot().id ?? ''}`;
  }

  #join(): TabGroup {
    const { platform, timers, makeTransport, authorize } = this.#setup;
    if (this.#group?.name === this.#groupName) return this.#group;
    this.#leaveGroup();
    this.#group = new TabGroup(this.#groupName, {
      platform,
      timers,
      makeTransport: (listener) => makeTransport({ ...this.#setup, listener }),
      authorize,
      onMessage: (message) => this.#onMessage(message),
      onLeads: () => this.#onLeads(),
      onStolen: () => this.#leave(handover),
      onCount: (count) => this.#setup.onTabs({ mode: 'shared', isLeader: true, count, reason: null }),
    });
    return this.#group;
  }

  #leaveGroup(): void {
    this.#group?.leave();
    this.#group = null;
  }

  /** Leaves the other tabs for now: the next attempt joins them again. */
  #leave(reason: CloseReason): void {
    if (!this.#group) return;
    this.#disconnect();
    this.#leaveGroup();
    if (this.#isWanted) this.#setup.listener.onClosed(reason);
  }

  #onUser(): void {
    if (this.#group?.name !== this.#groupName)
      this.#leave({ kind: 'reconnect', message: 'the user changed', code: null });
  }

  /** This tab leads from now on. */
  #onLeads(): void {
    const wasConnected = this.#isConnected;
    this.#disconnect();
    if (wasConnected) this.#setup.listener.onClosed(handover);
    else if (this.#isWanted) this.#group?.hub?.open();
  }

  #onMessage(message: FromLeader): void {
    const { listener, platform } = this.#setup;
    switch (message.type) {
      case 'leads':
        if (this.#isConnected) {
          this.#disconnect();
          listener.onClosed(handover);
        } else if (this.#isWanted) this.#post({ type: 'hello' });
        return;
      case 'opened':
        if (!this.#isWanted || this.#isConnected) return;
        this.#isConnected = true;
        return listener.onOpened(message.socketId);
      case 'closed': {
        if (!this.#isWanted) return;
        const wasWatching = this.#watch.isSet || this.#answer.isSet;
        this.#disconnect();
        if (wasWatching) this.#keepWatching();
        return listener.onClosed(message.reason);
      }
      case 'frame':
        if (this.#isConnected && message.except !== platform.tab) this.#onFrame(message.frame);
        return;
      case 'authorized':
        this.#requests.get(message.id)?.resolve(message.data);
        this.#requests.delete(message.id);
        return;
      case 'unauthorized': {
        const { id, message: text, status } = message;
        this.#requests.get(id)?.reject(Object.assign(new Error(text), status === null ? {} : { status }));
        this.#requests.delete(id);
        return;
      }
      case 'pong':
        this.#answer.clear();
        return;
      case 'count':
        return this.#setup.onTabs({ mode: 'shared', isLeader: false, count: message.count, reason: null });
    }
  }

  #onFrame(frame: unknown): void {
    const channel = (frame as { channel?: unknown } | null | undefined)?.channel;
    if (typeof channel === 'string' && !channel.startsWith('#') && !this.#held.has(channel)) return;
    this.#setup.listener.onFrame(frame);
  }

  /** Asks the leading tab for a sign of life from time to time, and takes the lead if there is none. */
  #keepWatching(): void {
    const { every, limit } = watch[this.#setup.platform.isVisible() ? 'visible' : 'hidden'];
    this.#watch.set(every, () => {
      this.#post({ type: 'ping' });
      this.#answer.set(limit, () => this.#group?.takeLead());
      this.#keepWatching();
    });
  }
}
