import type { ClientContext } from '../context.ts';
import { continuityKey, type Position, positionText, readPosition } from '../lib/position.ts';
import { Alarm } from '../lib/timers.ts';
import { isRecord } from '../transport/frame.ts';
import type { GapReason } from '../types.ts';
import type { EventStamp } from './delivery.ts';
import { type LoggedEvent, readLogged } from './loggedEvent.ts';

/** The position of what a page shows, and when its server read it, in milliseconds since the epoch. */
export interface StartPosition {
  readonly position: Position;
  readonly at: number;
}

/** A time from which events may be missing. */
export interface Missing {
  readonly since: number;
  readonly reason: GapReason;
}

/** What the continuity of a channel needs of its subscription, and tells it. */
export interface ContinuityActions {
  readonly channel: string;
  /** Asks for what came after the position; `answered` or `failed` follows. */
  ask(): void;
  /** Whether a digest stands for a connection of this client. */
  isOwn(digest: number, position: Position): boolean;
  deliver(event: string, data: unknown, stamp: EventStamp): void;
  /**
   * Nothing is missing, apart from what is told as a gap. `knownSince`: from when on everything is known; null if that is as before.
   * `start`: it began with the position that the page came with.
   */
  onLive(missing: Missing | null, knownSince: number | null, start: StartPosition | null): void;
  /** 401: there is no session any more. 403: the user may not read the channel. */
  onRefused(status: number): void;
}

/** How long an event may come late before it counts as lost, in milliseconds. */
const lateness = 200;
/** How long the channel waits for an answer before it goes on without, in milliseconds. */
const patience = 10_000;
/** Events that may wait. */
const capacity = 1_000;

/**
 * Makes one durable channel exact: every event once and in order, across drops and losses, or a gap that says what is missing (promise 17).
 * It stands between the frames and their delivery, knows up to which event everything has been delivered, and asks the back end's log for
 * the rest (docs/continuity-protocol.md).
 */
export class Continuity {
  readonly #actions: ContinuityActions;
  readonly #context: ClientContext;
  /** Rings when an event that should have come before one that waits is lost. */
  readonly #late: Alarm;
  /** Rings when the channel has waited for an answer for too long. */
  readonly #limit: Alarm;
  /** Null: the next event is as good as any. */
  #position: Position | null;
  /** The position that the page came with, until the channel is live, and when it was taken over. */
  #start: (StartPosition & { readonly takenAt: number }) | null;
  #phase: 'down' | 'catching up' | 'live' = 'down';
  #isAsking = false;
  /** Events that cannot be delivered yet, by the text of their position. */
  readonly #waiting = new Map<string, LoggedEvent>();
  /** When nothing was missing. */
  #intactAt: number;
  /** What will be missing if the log cannot tell. */
  #missing: Missing | null = null;
  /** When a frame arrived that could not be read. It may have been an event of the log. */
  #unreadSince: number | null = null;

  /** @param start - The position of what the page shows, and when the server read it. */
  constructor(actions: ContinuityActions, context: ClientContext, start: StartPosition | null) {
    this.#actions = actions;
    this.#context = context;
    this.#late = new Alarm(context.timers);
    this.#limit = new Alarm(context.timers);
    const now = context.timers.now();
    this.#position = start?.position ?? null;
    this.#start = start && { ...start, takenAt: now };
    this.#intactAt = Math.min(now, start?.at ?? now);
  }

  get channel(): string {
    return this.#actions.channel;
  }

  get position(): Position | null {
    return this.#position;
  }

  get isLive(): boolean {
    return this.#phase === 'live';
  }

  /** Something waits for the log's answer. */
  get isUrgent(): boolean {
    return this.#isAsking && (!this.isLive || this.#waiting.size > 0 || this.#unreadSince !== null);
  }

  /** The subscription is confirmed, perhaps once more: asks what came after the position. */
  confirmed(): void {
    if (this.#phase === 'down') this.#phase = 'catching up';
    this.#askWithin();
  }

  /** Off the wire. What waits will be replayed; what could not be read is replayed, or missing. */
  detached(): void {
    this.#phase = 'down';
    this.#waiting.clear();
    this.#settle();
  }

  /** Events from `since` on may be missed. Returns whether the log will be asked for them; if not, a gap is due. */
  miss(since: number | null, reason: GapReason): boolean {
    if (!this.#position) return false;
    this.#missing ??= { since: Math.min(since ?? this.#intactAt, this.#intactAt), reason };
    return true;
  }

  /** Another user, or a right that is gone: nothing builds on what was known. Returns what will not be asked for any more. */
  forget(): Missing | null {
    this.#position = null;
    return this.#missing;
  }

  /** Asks whether anything is missing. */
  verify(): void {
    if (this.isLive && !this.#isAsking) this.#ask();
  }

  /** A frame could not be read. Returns whether the log will be asked for it; if not, a gap is due. */
  unreadable(since: number): boolean {
    if (this.#phase === 'down' || !this.#position) return false;
    this.#unreadSince ??= since;
    this.#askWithin();
    return true;
  }

  /** Takes an event that carries its position, to be delivered in its turn. Returns false for one that carries none. */
  receive(event: string, data: unknown): boolean {
    if (!isRecord(data) || !(continuityKey in data)) return false;
    const now = this.#context.timers.now();
    const logged = readLogged({ event, data }, data[continuityKey], now);
    if (!logged) return false;
    if (this.isLive && this.#waiting.size === 0 && this.#isNext(logged)) {
      const missing = this.#position ? null : this.#lost;
      this.#deliver(logged, false, now);
      // Whether it is the first since the log could not be reached is unknown.
      if (missing) this.#goOn(missing, now);
      return true;
    }
    const text = positionText(logged.position);
    if (this.#isKnown(logged) || this.#waiting.has(text)) this.#tellDuplicate(logged);
    else this.#waiting.set(text, logged);
    if (this.#waiting.size > capacity) this.giveUp();
    else if (this.isLive) this.#drain();
    return true;
  }

  /** The log has answered what was asked at `askedAt`. Returns false if the answer cannot be understood. */
  answered(verdict: unknown, askedAt: number): boolean {
    if (!this.#isAsking) return true;
    const { status, position: text, events, lost } = isRecord(verdict) ? verdict : {};
    if (status === 401 || status === 403) {
      this.#actions.onRefused(status);
      return true;
    }
    const position = status === 200 ? readPosition(text) : null;
    if (!position) return false;
    const wasLive = this.isLive;
    const isFirst = this.#position === null;
    const replayed = lost === undefined ? this.#replay(position, Array.isArray(events) ? events : []) : 0;
    const isComplete = this.#isKnown({ position });
    // Live without a position: what was lost meanwhile is unknown.
    const isUnproved = isFirst && !wasLive;
    const missing = isComplete || isUnproved ? null : this.#lost;
    if (!isComplete) this.#restart(position);
    this.#dropObsolete(position, askedAt);
    const { channel } = this.#actions;
    if (!wasLive || replayed > 0 || missing)
      this.#context.emit({ type: 'resumed', channel, replayed, lost: missing !== null });
    const unread = replayed === 0 ? this.#unread : null;
    this.#goOn(missing ?? unread, isComplete ? null : this.#context.timers.now());
    this.#intactAt = Math.max(this.#intactAt, askedAt);
    this.#drain();
    return true;
  }

  /** The log did not answer. What is not urgent is asked for at the next verification. */
  failed(): void {
    if (!this.isUrgent) this.#isAsking = false;
  }

  /** The log cannot be reached for long, keeps nothing of this channel, or too much waits: goes on without it, and tells a gap. */
  giveUp(): void {
    const missing = this.#position ? this.#lost : null;
    const last = this.#inOrder().at(-1);
    this.#restart(last?.position ?? null);
    this.#goOn(missing, this.#context.timers.now());
    this.#intactAt = this.#context.timers.now();
  }

  get #lost(): Missing {
    return this.#missing ?? { since: this.#intactAt, reason: 'continuity' };
  }

  get #unread(): Missing | null {
    return this.#unreadSince === null ? null : { since: this.#unreadSince, reason: 'payload' };
  }

  #isKnown({ position: { epoch, serial } }: Pick<LoggedEvent, 'position'>): boolean {
    return this.#position?.epoch === epoch && serial <= this.#position.serial;
  }

  /** Whether nothing is missing between the position and an event, apart from what this client has sent itself. */
  #isNext({ position: { epoch, serial }, skipped }: LoggedEvent): boolean {
    const known = this.#position;
    if (!known) return true;
    if (known.epoch !== epoch || serial <= known.serial) return false;
    for (let between = known.serial + 1; between < serial; between += 1) {
      const digest = skipped.find(([skip]) => skip === between)?.[1];
      if (digest === undefined || !this.#actions.isOwn(digest, { epoch, serial: between })) return false;
    }
    return true;
  }

  #deliver(
    { event, data, position, id, sentAt }: LoggedEvent,
    replayed: boolean,
    now: number = this.#context.timers.now(),
  ): void {
    this.#position = position;
    this.#intactAt = now;
    this.#actions.deliver(event, data, { id, sentAt, replayed });
  }

  #tellDuplicate({ event }: LoggedEvent): void {
    this.#context.emit({ type: 'duplicate', channel: this.channel, event });
  }

  /** What waits, by serial; events of another epoch come last. */
  #inOrder(): LoggedEvent[] {
    const all = [...this.#waiting.values()];
    const epoch = (this.#position ?? all[0]?.position)?.epoch;
    const isOther = ({ position }: LoggedEvent) => Number(position.epoch !== epoch);
    return all.sort((a, b) => isOther(a) - isOther(b) || a.position.serial - b.position.serial);
  }

  /** Delivers what waits and has its turn, and asks for what is missing before the rest. */
  #drain(): void {
    for (const logged of this.#inOrder()) {
      if (this.#isKnown(logged)) this.#tellDuplicate(logged);
      else if (this.#isNext(logged)) this.#deliver(logged, false);
      else return this.#onHole(logged);
      this.#waiting.delete(positionText(logged.position));
    }
    this.#late.clear();
    if (this.#unreadSince === null) this.#limit.clear();
  }

  #onHole({ position: { epoch } }: LoggedEvent): void {
    // The answer may fill it; if none comes, it does not stay.
    if (this.#isAsking) return this.#setLimit();
    if (this.#late.isSet) return;
    this.#context.emit({ type: 'hole', channel: this.channel });
    // The log was begun anew: nothing that is late can fill this hole.
    if (epoch === this.#position?.epoch) this.#late.set(lateness, () => this.#askWithin());
    else this.#askWithin();
  }

  /** Asks, and goes on without an answer when it takes too long. */
  #askWithin(): void {
    this.#setLimit();
    this.#ask();
  }

  #setLimit(): void {
    if (!this.#limit.isSet) this.#limit.set(patience, () => this.giveUp());
  }

  #ask(): void {
    this.#late.clear();
    this.#isAsking = true;
    this.#actions.ask();
  }

  #settle(): void {
    this.#isAsking = false;
    this.#late.clear();
    this.#limit.clear();
  }

  /** Delivers what the log returned after the position, as far as it goes on from there; returns the number of events that had not arrived. */
  #replay({ epoch }: Position, events: readonly unknown[]): number {
    const now = this.#context.timers.now();
    let count = 0;
    for (const each of this.#position?.epoch === epoch ? events : []) {
      const logged = isRecord(each) ? readLogged(each, each, now) : null;
      if (!logged || this.#isKnown(logged)) continue;
      if (!this.#isNext(logged)) break;
      const { except, position } = logged;
      if (except !== null && this.#actions.isOwn(except, position)) this.#position = position;
      else if (!this.#deliverWaiting(position)) {
        this.#deliver(logged, true, now);
        count += 1;
      }
    }
    return count;
  }

  /** Delivers the event at a position if it has arrived by itself; returns whether it has. */
  #deliverWaiting(position: Position): boolean {
    const text = positionText(position);
    const arrived = this.#waiting.get(text);
    if (arrived) this.#deliver(arrived, false);
    return this.#waiting.delete(text);
  }

  /** Drops what arrived before the question and is of another epoch than the answer: the log does not know it any more. */
  #dropObsolete({ epoch }: Position, askedAt: number): void {
    for (const [text, { position, receivedAt }] of this.#waiting)
      if (position.epoch !== epoch && receivedAt <= askedAt) this.#waiting.delete(text);
  }

  /** Goes on at a position, or at the next event. What waits and came before is delivered all the same. */
  #restart(position: Position | null): void {
    const waiting = this.#inOrder();
    this.#waiting.clear();
    for (const logged of waiting) {
      const { epoch, serial } = logged.position;
      if (epoch !== position?.epoch) continue;
      if (serial <= position.serial) this.#deliver(logged, false);
      else this.#waiting.set(positionText(logged.position), logged);
    }
    this.#position = position;
  }

  /** Nothing is asked for any more. `knownSince`: from when on everything is known; null if that is as before. */
  #goOn(missing: Missing | null, knownSince: number | null): void {
    const wasLive = this.isLive;
    const start = knownSince === null ? this.#start : null;
    this.#settle();
    this.#phase = 'live';
    this.#missing = null;
    this.#unreadSince = null;
    this.#start = null;
    const since = start?.takenAt ?? knownSince;
    if (!wasLive || missing || knownSince !== null) this.#actions.onLive(missing, since, start);
  }
}
