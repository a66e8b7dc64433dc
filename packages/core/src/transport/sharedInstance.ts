import { RealtimeError } from '../errors/realtimeError.ts';
import { CK301, CK309 } from '../errors/withSocket.ts';
import { Alarm, type Timers } from '../lib/timers.ts';
import { type CloseReason, closeReason, noPong, readPusherError, unsupported } from './closeReason.ts';
import { isEncryptedEvent, isProtocolEvent, neutralize, readFrame } from './frame.ts';
import type { PusherChannel, PusherInstance } from './pusherApi.ts';
import type { Transport, TransportListener, TransportSetup } from './transport.ts';

/** How long pusher-js may take to fetch a new key before an encrypted event counts as unreadable, in milliseconds. */
const keyLimit = 10_000;

/** A channel of the application's instance while we hold it. */
interface Held {
  readonly channel: PusherChannel;
  /** Nobody else has it open, so it is ours to close. */
  isOurs: boolean;
  /** Encrypted events that arrived and were not decrypted yet, and when the first of them came. */
  unread: number;
  unreadSince: number;
  readonly limit: Alarm;
  readonly onEvent: (event: string, data: unknown) => void;
  readonly onError: (data: unknown) => void;
}

/**
 * An instance of pusher-js that the application made and goes on using, as when pages move to ChannelKit one by one. This is the only
 * transport that uses pusher-js's channels: the application may subscribe to the same ones, so both must share them. The instance
 * authorizes and decrypts with its own settings, and its `unsubscribe` must not end what we hold.
 */
export class SharedInstanceTransport implements Transport {
  readonly authorizes = true;
  readonly #pusher: PusherInstance;
  readonly #listener: TransportListener;
  readonly #timers: Timers;
  readonly #held = new Map<string, Held>();
  /** Channels that were left before the server confirmed them, and how often: to be left once more when it does. */
  readonly #lateLeaves = new Map<string, number>();
  readonly #leave: (channel: string) => void;
  #isInUse = false;
  #isBound = false;
  #isOpen = false;
  #isCommanding = false;
  #isEnding = false;
  /** After these close codes pusher-js has two retry timers, of which disconnect() clears one. */
  #hasStrayRetry = false;
  /** We sent a sign-in on this socket. */
  #isSigningIn = false;
  /** Why the socket is about to close, as far as pusher-js has said. */
  #reason: CloseReason | null = null;

  constructor(pusher: PusherInstance, { listener, timers }: TransportSetup) {
    this.#pusher = pusher;
    this.#listener = listener;
    this.#timers = timers;
    this.#leave = pusher.unsubscribe.bind(pusher);
  }

  open(): void {
    const { connection } = this.#pusher;
    this.#use();
    this.#reason = null;
    this.#hasStrayRetry = false;
    if (connection.state === 'connected') return this.#opened();
    // One that waits for its next attempt would make two, and lose track of one timer.
    if (connection.state !== 'connecting') this.#command(() => this.#pusher.connect());
    if (connection.state === 'failed') this.#end(unsupported);
  }

  close(): void {
    this.#forgetHeld();
    this.#command(() => this.#pusher.disconnect());
    // Asked in the middle of an event, pusher-js goes on with an attempt of its own while its state says "disconnected".
    queueMicrotask(() => {
      if (this.#isOpen || this.#pusher.connection.state !== 'disconnected') return;
      this.#command(() => this.#pusher.disconnect());
    });
  }

  release(): void {
    for (const channel of [...this.#held.keys()]) this.unsubscribe(channel);
    this.#isOpen = false;
    this.#isInUse = false;
    // Uncovers the method of the class.
    Reflect.deleteProperty(this.#pusher, 'unsubscribe');
    this.#unbindWhenDone();
  }

  send(event: string, data: unknown, channel?: string): boolean {
    this.#isSigningIn ||= event === 'pusher:signin';
    return this.#isOpen && this.#pusher.send_event(event, data, channel) === true;
  }

  memberId(name: string): string | null {
    const channel = this.#pusher.channel(name) as { members?: { myID?: unknown } } | undefined;
    const myId = channel?.members?.myID;
    return myId === undefined || myId === null ? null : String(myId);
  }

  subscribe(name: string): void {
    const found = this.#pusher.channel(name);
    const channel = this.#join(name, found);
    const held: Held = {
      channel,
      isOurs: !found,
      unread: 0,
      unreadSince: 0,
      limit: new Alarm(this.#timers),
      onEvent: (event, data) => this.#onDecrypted(held, event, data),
      onError: (data) => {
        if (this.#held.get(name) !== held) return;
        this.#listener.onFrame({
          event: 'pusher:subscription_error',
          channel: name,
          data: data ?? {},
          authorization: 'failed',
          isLocal: true,
        });
      },
    };
    this.#held.set(name, held);
    channel.bind('pusher:subscription_error', held.onError);
    if (name.startsWith('private-encrypted-')) channel.bind_global(held.onEvent);
    if (!found?.subscribed) return;
    const { members } = found as { members?: { members?: unknown } };
    const data = members ? { presence: { hash: members.members ?? {} } } : {};
    this.#listener.onFrame({
      event: 'pusher_internal:subscription_succeeded',
      channel: name,
      data,
      isLocal: true,
    });
  }

  unsubscribe(name: string): void {
    const held = this.#held.get(name);
    if (!held) return;
    const { channel, isOurs, limit } = held;
    const isPending = !channel.subscribed;
    this.#held.delete(name);
    limit.clear();
    // If a global callback is unbound while pusher-js is emitting, pusher-js skips the next callback in its list.
    queueMicrotask(() => {
      channel.unbind('pusher:subscription_error', held.onError);
      channel.unbind_global(held.onEvent);
    });
    if (!isOurs) {
      // A refusal leaves it pending for good, and nobody could subscribe to it again on this socket.
      if (isPending) channel.disconnect();
      return;
    }
    channel.disconnect();
    this.#leave(name);
    if (!this.#isOpen) return;
    if (isPending) this.#lateLeaves.set(name, (this.#lateLeaves.get(name) ?? 0) + 1);
    this.#pusher.send_event('pusher:unsubscribe', { channel: name });
  }

  #join(name: string, found: PusherChannel | undefined): PusherChannel {
    try {
      return this.#pusher.subscribe(name);
    } catch (cause) {
      const left = this.#pusher.channel(name);
      if (name.startsWith('private-encrypted-') && !left) {
        const remedy = "Pass an instance of 'pusher-js/with-encryption'.";
        throw new RealtimeError(CK309, `pusher-js cannot read "${name}"`, { cause, remedy });
      }
      if (left && !found) {
        left.disconnect();
        this.#leave(name);
      }
      throw new RealtimeError(CK301, `channel "${name}": the authorizer threw`, { cause });
    }
  }

  /** Listens to the instance, and keeps the application from leaving what we hold (promise 2). */
  #use(): void {
    this.#isInUse = true;
    this.#pusher.unsubscribe = (name) => {
      const held = this.#held.get(name);
      if (held) held.isOurs = true;
      else this.#leave(name);
    };
    if (this.#isBound) return;
    this.#isBound = true;
    this.#pusher.connection.bind_global(this.#onEvent);
  }

  /** Whether the instance may still receive an answer to what we sent. */
  get #isAwaiting(): boolean {
    return this.#isInUse || this.#isSigningIn || this.#lateLeaves.size > 0;
  }

  #unbindWhenDone(): void {
    if (this.#isAwaiting) return;
    // Not while pusher-js is emitting, as in unsubscribe().
    queueMicrotask(() => {
      if (this.#isAwaiting) return;
      this.#isBound = false;
      this.#pusher.connection.unbind_global(this.#onEvent);
    });
  }

  #command(run: () => void): void {
    this.#isCommanding = true;
    try {
      run();
    } finally {
      this.#isCommanding = false;
    }
  }

  #opened(): void {
    this.#isOpen = true;
    this.#reason = null;
    this.#listener.onOpened(this.#pusher.connection.socket_id);
  }

  readonly #onEvent = (name: string, data: unknown): void => {
    if (name === 'message') return this.#onMessage(data);
    if (name !== 'error' && name !== 'state_change') {
      this.#lateLeaves.clear();
      this.#isSigningIn = false;
    }
    if (!this.#isInUse) return this.#unbindWhenDone();
    switch (name) {
      case 'error':
        return this.#onError(data);
      case 'connected':
        return this.#opened();
      case 'connecting':
        if (this.#isCommanding) return;
        // A second attempt by itself: its ping was not answered.
        if (this.#isOpen) this.#end(noPong);
        else if (this.#hasStrayRetry) this.#stopStrayRetry();
        return;
      case 'connecting_in':
        return this.#end(this.#reason ?? closeReason(null, ''));
      case 'disconnected': {
        if (this.#isCommanding) return;
        const message = 'pusher-js was disconnected by the application';
        const isRefused = this.#reason?.kind === 'refused';
        return this.#end((isRefused && this.#reason) || { kind: 'application', message, code: null });
      }
      case 'failed':
        return this.#end(unsupported);
    }
  };

  #onMessage(message: unknown): void {
    const frame = readFrame(message);
    if (frame?.event === 'pusher_internal:subscription_succeeded') this.#leaveLate(frame.channel ?? '');
    if (frame?.event === 'pusher:signin_success' && this.#isSigningIn) {
      this.#isSigningIn = false;
      if (this.#isInUse) this.#listener.onFrame({ ...frame });
      this.#unbindWhenDone();
      // pusher-js did not ask for it and would throw on it.
      return neutralize(message);
    }
    if (!this.#isInUse) return;
    this.#reason = null;
    if (!frame) {
      this.#listener.onFrame(typeof message === 'object' && message !== null ? { ...message } : message);
      // pusher-js would throw on it.
      return neutralize(message);
    }
    this.#listener.onFrame(frame);
    if (!isEncryptedEvent(frame)) return;
    const held = this.#held.get(frame.channel ?? '');
    if (!held) return;
    held.unread += 1;
    if (held.limit.isSet) return;
    held.unreadSince = this.#timers.now();
    held.limit.set(keyLimit, () => this.#giveUpReading(held));
  }

  #onDecrypted(held: Held, event: string, data: unknown): void {
    if (isProtocolEvent(event) || this.#held.get(held.channel.name) !== held) return;
    held.unread = Math.max(0, held.unread - 1);
    if (held.unread === 0) held.limit.clear();
    this.#listener.onFrame({ event, channel: held.channel.name, data, decryption: 'done', isLocal: true });
  }

  #giveUpReading(held: Held): void {
    held.limit.clear();
    if (held.unread === 0) return;
    held.unread = 0;
    const { name } = held.channel;
    this.#listener.onFrame({
      event: 'encrypted',
      channel: name,
      decryption: 'failed',
      receivedAt: held.unreadSince,
      isLocal: true,
    });
  }

  /** The server confirmed a subscription after we left: it did so while it read on. */
  #leaveLate(channel: string): void {
    const count = this.#lateLeaves.get(channel) ?? 0;
    const known = this.#pusher.channel(channel);
    // What is pending was subscribed to anew: the confirmation may be its own.
    if (count === 0 || known?.subscribed === false) return;
    if (count === 1) this.#lateLeaves.delete(channel);
    else this.#lateLeaves.set(channel, count - 1);
    if (!known) this.#pusher.send_event('pusher:unsubscribe', { channel });
    this.#unbindWhenDone();
  }

  #onError(error: unknown): void {
    const reason = readPusherError(error);
    if (!reason) return this.#listener.onFrame(undefined);
    if (this.#reason?.kind !== 'refused' || reason.kind === 'refused') this.#reason = reason;
    // Before the handshake pusher-js would try again at once and forever, or hang, without an event.
    if (reason.kind === 'handshake' || (reason.kind === 'reconnect' && !this.#isOpen)) this.#end(reason);
  }

  /** The socket is gone: takes our channels out of pusher-js, which would subscribe to them again by itself. */
  #forgetHeld(): void {
    for (const held of this.#held.values()) this.#giveUpReading(held);
    this.#isOpen = false;
    for (const channel of [...this.#held.keys()]) this.unsubscribe(channel);
  }

  /** Only we decide when to try again: a server that closes over and over must not be followed at once (promise 10). */
  #stopStrayRetry(): void {
    queueMicrotask(() => {
      if (!this.#hasStrayRetry) return;
      this.#hasStrayRetry = false;
      this.#command(() => this.#pusher.disconnect());
    });
  }

  /** pusher-js emits in the middle of its own state changes, so its end is handled a microtask later. */
  #end(reason: CloseReason): void {
    this.#forgetHeld();
    if (this.#isEnding) return;
    this.#isEnding = true;
    queueMicrotask(() => {
      this.#isEnding = false;
      if (!this.#isInUse || this.#isOpen) return;
      this.#hasStrayRetry = reason.kind === 'reconnect' || reason.kind === 'busy';
      if (reason.kind !== 'application') this.#command(() => this.#pusher.disconnect());
      this.#listener.onClosed(reason);
    });
  }
}
