import type { Timers } from '@channelkit/core';
import { Alarm } from '@channelkit/core/internal';
import type { QueryEntry } from './queryEntry.ts';
import type { RefetchTiming } from './refetchPlan.ts';

/** What the queue asks of the bridge. */
export interface RefetchQueueHost {
  readonly timers: Timers;
  timing(): RefetchTiming;
  isHidden(): boolean;
  isHeld(entry: QueryEntry): boolean;
  /** The fetch is about to begin. */
  onFetch(entry: QueryEntry): void;
  /** Writes the patches that wait. */
  applyPatches(entry: QueryEntry): void;
}

const ignore = (): void => {};

/** The entries that owe a fetch or a patch, and the one timer that serves them. Never starts a fetch beside a running one. */
export class RefetchQueue {
  readonly #host: RefetchQueueHost;
  readonly #alarm: Alarm;
  readonly #entries = new Set<QueryEntry>();
  #ringsAt = Number.POSITIVE_INFINITY;
  #holding = false;

  constructor(host: RefetchQueueHost) {
    this.#host = host;
    this.#alarm = new Alarm(host.timers);
  }

  add(entry: QueryEntry): void {
    this.#entries.add(entry);
    this.#ringAt(entry.waiting.length > 0 ? this.#host.timers.now() : entry.plan.dueAt(this.#host.timing()));
  }

  delete(entry: QueryEntry): void {
    this.#entries.delete(entry);
  }

  /** Something changed that entries may be waiting for. */
  nudge(): void {
    if (this.#entries.size > 0) this.#ringAt(this.#host.timers.now());
  }

  /** As `nudge`, where only held entries can be concerned. */
  nudgeHeld(): void {
    if (this.#holding) this.nudge();
  }

  /** Stops for good or until something is added; returns what was waiting. */
  stop(): readonly QueryEntry[] {
    const entries = [...this.#entries];
    this.#entries.clear();
    this.#alarm.clear();
    this.#ringsAt = Number.POSITIVE_INFINITY;
    this.#holding = false;
    return entries;
  }

  #ringAt(at: number): void {
    if (at >= this.#ringsAt) return;
    this.#ringsAt = at;
    this.#alarm.set(Math.max(0, at - this.#host.timers.now()), () => this.#ring());
  }

  #ring(): void {
    this.#ringsAt = Number.POSITIVE_INFINITY;
    this.#holding = false;
    for (const entry of [...this.#entries]) this.#serve(entry);
  }

  #serve(entry: QueryEntry): void {
    const { record, plan } = entry;
    const timing = this.#host.timing();
    const due = plan.dueAt(timing);
    const now = this.#host.timers.now();
    if (entry.waiting.length === 0) {
      if (!this.#canFetch(entry)) {
        // A settling fetch, a new observer or a new hit brings it back.
        this.#entries.delete(entry);
        return;
      }
      if (due > now) {
        this.#ringAt(due);
        return;
      }
    }
    if (this.#host.isHeld(entry)) {
      this.#holding = true;
      return;
    }
    if (entry.waiting.length > 0) {
      this.#host.applyPatches(entry);
      if (this.#canFetch(entry)) this.add(entry);
      else this.#entries.delete(entry);
      return;
    }
    if (this.#host.isHidden()) return;
    this.#entries.delete(entry);
    this.#host.onFetch(entry);
    plan.begun(now, timing);
    record.query.fetch(undefined, { cancelRefetch: false }).catch(ignore);
  }

  #canFetch({ wantsFetch, record: { running, query } }: QueryEntry): boolean {
    return wantsFetch && !running && query.isActive() && query.isStatic?.() !== true;
  }
}
