import { SocketSession } from '../connection/socketSession.ts';
import { isCacheChannel } from '../contract/channelName.ts';
import type { Timers } from '../lib/timers.ts';
import type { CloseReason } from '../transport/closeReason.ts';
import { isProtocolEvent } from '../transport/frame.ts';
import type { AuthorizationData, Transport, TransportListener } from '../transport/transport.ts';

/** Sends to the tabs. */
export interface HubOutput {
  onOpened(socketId: string): void;
  onClosed(reason: CloseReason): void;
  /** A frame for one tab. */
  toTab(tab: string, frame: unknown): void;
  /** A frame for all tabs but one. Each takes those of its channels. */
  toAll(frame: unknown, except: string | null): void;
}

/** What a hub works with. */
export interface HubSetup {
  readonly timers: Timers;
  readonly output: HubOutput;
  readonly makeTransport: (listener: TransportListener) => Transport | Promise<Transport>;
  readonly authorize: (channel: string, socketId: string) => Promise<AuthorizationData>;
}

interface HubFrame {
  readonly event?: unknown;
  readonly channel?: unknown;
  readonly data?: unknown;
}

/** A channel on the shared socket, and what a tab that comes later has to be told. */
interface HubChannel {
  readonly tabs: Set<string>;
  isConfirmed: boolean;
  /** Of a presence channel: members by id. */
  members: Map<string, unknown> | null;
  /** The last event of a cache channel, and the last count. */
  last: HubFrame | null;
  count: HubFrame | null;
}

const fieldsOf = (data: unknown): Readonly<Record<string, unknown>> =>
  typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : {};

/**
 * A small Pusher server over one socket: tabs subscribe to it, and it subscribes once for all of them. It knows what a tab that comes later
 * has to be told, and authorizes each channel once (promise 21).
 */
export class TabHub {
  readonly #setup: HubSetup;
  readonly #channels = new Map<string, HubChannel>();
  readonly #authorizations = new Map<string, Promise<AuthorizationData>>();
  #transport: Transport | null = null;
  #session: SocketSession | null = null;
  /** Counts openings and closings: a transport that loads later is ignored. */
  #generation = 0;
  #isReleased = false;
  #signedIn: HubFrame | 'pending' | null = null;
  #hasUserChannel = false;

  constructor(setup: HubSetup) {
    this.#setup = setup;
  }

  /** The id of the socket; null while there is none. */
  get socketId(): string | null {
    return this.#session?.id ?? null;
  }

  /** Starts one attempt. */
  open(): void {
    this.#generation += 1;
    const generation = this.#generation;
    this.#forget();
    if (this.#transport) return this.#transport.open();
    const { makeTransport, output } = this.#setup;
    const whileUsed =
      <TArgs extends unknown[]>(report: (...args: TArgs) => void) =>
      (...args: TArgs) => {
        if (!this.#isReleased) report(...args);
      };
    const listener: TransportListener = {
      onOpened: whileUsed((socketId) => this.#onOpened(socketId)),
      onClosed: whileUsed((reason) => this.#onClosed(reason)),
      onFrame: whileUsed((frame) => this.#onFrame(frame)),
    };
    Promise.resolve()
      .then(() => makeTransport(listener))
      .then(
        (transport) => {
          if (this.#generation !== generation) return transport.release();
          this.#transport = transport;
          transport.open();
        },
        (cause: unknown) => {
          const message = cause instanceof Error ? cause.message : 'the transport could not be loaded';
          if (this.#generation === generation) output.onClosed({ kind: 'lost', message, code: null });
        },
      );
  }

  /** Ends the socket or the attempt; nothing is reported afterwards. */
  close(): void {
    this.#generation += 1;
    this.#forget();
    this.#transport?.close();
  }

  release(): void {
    this.close();
    this.#transport?.release();
    this.#transport = null;
    this.#isReleased = true;
  }

  subscribe(tab: string, channel: string, authorization: AuthorizationData | null): void {
    const session = this.#session;
    if (!session) return;
    const known = this.#channels.get(channel);
    if (known) {
      known.tabs.add(tab);
      if (known.isConfirmed) this.#tellState(tab, channel, known);
      return;
    }
    this.#channels.set(channel, {
      tabs: new Set([tab]),
      isConfirmed: false,
      members: null,
      last: null,
      count: null,
    });
    session.subscribe(channel, authorization);
  }

  unsubscribe(tab: string, channel: string): void {
    const known = this.#channels.get(channel);
    if (!known?.tabs.delete(tab) || known.tabs.size > 0) return;
    this.#channels.delete(channel);
    this.#authorizations.delete(channel);
    this.#session?.transport.unsubscribe(channel);
  }

  /** A tab has ended, or left. */
  left(tab: string): void {
    for (const channel of [...this.#channels.keys()]) this.unsubscribe(tab, channel);
  }

  send(tab: string, { event, data, channel }: { event: string; data: unknown; channel?: string }): void {
    const { output } = this.#setup;
    if (event === 'pusher:signin') {
      if (this.#signedIn === 'pending') return;
      if (this.#signedIn) return output.toTab(tab, this.#signedIn);
      this.#signedIn = 'pending';
    }
    if (event === 'pusher:subscribe') {
      if (this.#hasUserChannel) return;
      this.#hasUserChannel = true;
    }
    this.#session?.transport.send(event, data, channel);
    // The server sends it to every connection but this one, which is that of all these tabs.
    if (event.startsWith('client-')) output.toAll({ event, data, channel }, tab);
  }

  /** Authorizes a channel once for all tabs. A tab that has it already asks for a newer key. */
  authorize(tab: string, channel: string): Promise<AuthorizationData> {
    const isRenewal = this.#channels.get(channel)?.tabs.has(tab) === true;
    const known = isRenewal ? undefined : this.#authorizations.get(channel);
    if (known) return known;
    const answer = this.#setup.authorize(channel, this.socketId ?? '');
    this.#authorizations.set(channel, answer);
    answer.catch(() => {
      if (this.#authorizations.get(channel) === answer) this.#authorizations.delete(channel);
    });
    return answer;
  }

  #forget(): void {
    this.#session = null;
    this.#channels.clear();
    this.#authorizations.clear();
    this.#signedIn = null;
    this.#hasUserChannel = false;
  }

  #onOpened(socketId: string): void {
    if (!this.#transport) return;
    this.#session = new SocketSession(this.#transport, socketId, this.#setup.timers);
    this.#setup.output.onOpened(socketId);
  }

  #onClosed(reason: CloseReason): void {
    this.#forget();
    this.#setup.output.onClosed(reason);
  }

  #onFrame(message: unknown): void {
    const { event, channel, data } = fieldsOf(message) as HubFrame;
    if (event === 'pusher:signin_success') this.#signedIn = message as HubFrame;
    // The channel of a signed-in user is the same for all tabs, and goes with the socket.
    if (typeof channel === 'string' && typeof event === 'string' && !channel.startsWith('#')) {
      const known = this.#channels.get(channel);
      switch (event) {
        case 'pusher_internal:subscription_succeeded':
          return this.#onConfirmed(channel, message as HubFrame);
        case 'pusher:subscription_error':
          if (this.#session?.answered(channel) === true) this.#channels.delete(channel);
          this.#authorizations.delete(channel);
          break;
        case 'pusher_internal:member_added':
          known?.members?.set(String(fieldsOf(data).user_id), fieldsOf(data).user_info);
          break;
        case 'pusher_internal:member_removed':
          known?.members?.delete(String(fieldsOf(data).user_id));
          break;
        case 'pusher_internal:subscription_count':
          if (known) known.count = message as HubFrame;
          break;
        default:
          if (known && isCacheChannel(channel) && !event.startsWith('client-') && !isProtocolEvent(event))
            known.last = message as HubFrame;
      }
    }
    this.#setup.output.toAll(message, null);
  }

  #onConfirmed(channel: string, frame: HubFrame): void {
    const known = this.#channels.get(channel);
    const isLast = this.#session?.answered(channel) === true;
    // Nobody wants it any more, and the server has read our unsubscribe before: leave once more.
    if (!known) return this.#session?.transport.unsubscribe(channel);
    if (!isLast) return;
    known.isConfirmed = true;
    const { hash } = fieldsOf(fieldsOf(frame.data).presence);
    if (hash) known.members = new Map(Object.entries(fieldsOf(hash)));
    this.#setup.output.toAll(frame, null);
  }

  /** What a server tells a new subscriber. */
  #tellState(tab: string, channel: string, { members, last, count }: HubChannel): void {
    const toTab = (to: string, frame: unknown) => this.#setup.output.toTab(to, frame);
    const hash = members && Object.fromEntries(members);
    const data = hash ? { presence: { ids: Object.keys(hash), hash, count: members?.size } } : {};
    toTab(tab, { event: 'pusher_internal:subscription_succeeded', channel, data });
    if (count) toTab(tab, count);
    if (last) toTab(tab, last);
    else if (isCacheChannel(channel)) toTab(tab, { event: 'pusher:cache_miss', channel });
  }
}
