import type { Timers } from '@channelkit/core';
import { Alarm } from '@channelkit/core/internal';
import type { QueryPort } from '../queryClientPort.ts';
import { earlierOf, type Moment } from './moment.ts';

/** A read or a mutation that runs. */
export interface Work {
  /** When data that it writes into the query by hand may have been read; null: it writes none. */
  beginFor(query: QueryPort): Moment | null;
}

/**
 * The reads and mutations that run. `setQueryData` says nothing of the age of what it writes, but the data can be no older than the
 * oldest of these: a list that fills in its details, a late answer of a mutation, a rollback.
 */
export class UnderWay {
  readonly #works = new Set<Work>();
  readonly #ended = new Set<Work>();
  readonly #alarm: Alarm;

  constructor(timers: Timers) {
    this.#alarm = new Alarm(timers);
  }

  add(work: Work): void {
    this.#works.add(work);
  }

  /** Counts until the next task: callbacks and awaits of the caller run between the end and that. */
  end(work: Work): void {
    if (!this.#works.has(work)) return;
    this.#ended.add(work);
    if (this.#alarm.isSet) return;
    this.#alarm.set(0, () => {
      for (const ended of this.#ended) this.#works.delete(ended);
      this.#ended.clear();
    });
  }

  /** The earliest moment at which data written into the query now may have been read; null: nothing runs. */
  oldestFor(query: QueryPort): Moment | null {
    let oldest: Moment | null = null;
    for (const work of this.#works) {
      const begin = work.beginFor(query);
      if (begin !== null) oldest = oldest === null ? begin : earlierOf(oldest, begin);
    }
    return oldest;
  }

  clear(): void {
    this.#works.clear();
    this.#ended.clear();
    this.#alarm.clear();
  }
}
