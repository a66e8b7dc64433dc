import type { Timers } from '../lib/timers.ts';
import type { AuthorizationData, Transport } from '../transport/transport.ts';

/** Client events that Pusher accepts per second and connection. */
const clientEventRate = { count: 10, interval: 1_000 };

/** Stands for the sign-in among the names of channels. */
const signIn = '';

/** One socket from its handshake to its end: what was asked on it and not answered yet, and when it last gave a sign of life. */
export class SocketSession {
  readonly transport: Transport;
  readonly id: string;
  /** What was sent before this time has arrived. */
  lastActivity: number;
  readonly #clientEvents: RateLimit;
  /** Subscriptions and the sign-in that wait for their answer, in the order in which they were sent. */
  #pending: string[] = [];

  constructor(transport: Transport, id: string, timers: Timers) {
    this.transport = transport;
    this.id = id;
    this.lastActivity = timers.now();
    this.#clientEvents = new RateLimit(timers, clientEventRate);
  }

  /** The channels that wait for an answer, oldest first; `''` stands for the sign-in. */
  get pending(): readonly string[] {
    return this.#pending;
  }

  subscribe(channel: string, authorization: AuthorizationData | null): void {
    this.#pending.push(channel);
    this.transport.subscribe(channel, authorization);
  }

  signIn(auth: string, user_data: string): void {
    this.#pending.push(signIn);
    this.transport.send('pusher:signin', { auth, user_data });
  }

  /**
   * An answer for a channel has arrived. Answers name only the channel, so of several requests for it the last answer counts (promise 2):
   * returns true if no other is pending.
   */
  answered(channel: string): boolean {
    const index = this.#pending.indexOf(channel);
    if (index >= 0) this.#pending.splice(index, 1);
    return !this.#pending.includes(channel);
  }

  signInAnswered(): void {
    this.forget(signIn);
  }

  /** No answer for a channel is expected any more. */
  forget(channel: string): void {
    this.#pending = this.#pending.filter((each) => each !== channel);
  }

  /** Counts a client event; false if the server would refuse it. */
  takeClientEvent(): boolean {
    return this.#clientEvents.take();
  }
}

/** Allows at most `count` in any `interval` milliseconds. */
export class RateLimit {
  readonly #timers: Timers;
  readonly #count: number;
  readonly #interval: number;
  #taken: number[] = [];

  constructor(timers: Timers, { count, interval }: { count: number; interval: number }) {
    this.#timers = timers;
    this.#count = count;
    this.#interval = interval;
  }

  /** Takes one; false when none is left. */
  take(): boolean {
    const now = this.#timers.now();
    this.#taken = this.#taken.filter((at) => now - at < this.#interval);
    if (this.#taken.length >= this.#count) return false;
    this.#taken.push(now);
    return true;
  }

  reset(): void {
    this.#taken = [];
  }
}
