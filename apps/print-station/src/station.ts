import { randomUUID } from 'node:crypto';
import { Bell } from './bell.ts';
import { type DemoApi, DemoUnavailable } from './demoApi.ts';
import { isDiskFault } from './isDiskFault.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { NewsOfJobs } from './newsOfJobs.ts';
import type { Printer } from './printer.ts';
import type { Progress } from './progress.ts';
import { ticket } from './ticket.ts';

/** Milliseconds between two polls while nothing is pushed. */
const pollTime = 3_000;

/** The parts of a station. */
export interface StationParts {
  readonly api: DemoApi;
  readonly journal: Journal;
  readonly progress: Progress;
  readonly printer: Printer;
  /** Shows a line to the person at the terminal. */
  readonly say: (line: string) => void;
}

/** Claims jobs one by one, prints them and reports the outcome, until it is stopped. Failures are retried. */
export class Station {
  readonly #parts: StationParts;
  readonly #bell = new Bell();
  readonly #news: NewsOfJobs;
  #isStopped = false;
  #failures = 0;
  /** There may be jobs: the demo has to be asked for them. */
  #mustAsk: boolean;
  /** When a job that another station holds may be taken over, in milliseconds since the epoch. */
  #nextAt: number | null;

  constructor(parts: StationParts) {
    this.#parts = parts;
    const { reached } = parts.progress;
    this.#mustAsk = reached === null;
    this.#nextAt = reached?.nextAt ?? null;
    this.#news = new NewsOfJobs(parts.api, reached, {
      onNews: () => {
        this.#mustAsk = true;
        this.#bell.ring();
      },
      onLive: (isLive) => {
        this.#sayLive(isLive);
        this.#bell.ring();
      },
    });
  }

  /** Works until {@link stop}; a ticket that has started printing is finished first. */
  async run(): Promise<void> {
    while (!this.#isStopped) {
      // Nothing was told: it is time to poll, or to take a job over.
      if ((await this.#bell.wait(await this.#attempt())) === 'late') this.#mustAsk = true;
    }
    this.#news.stop();
    this.#parts.say('stopped');
  }

  stop(): void {
    this.#isStopped = true;
    this.#bell.ring();
  }

  #sayLive(isLive: boolean): void {
    // A stopped station is not live either, but it does not poll.
    if (this.#isStopped) return;
    this.#parts.say(isLive ? 'live: jobs are pushed' : 'not live: asking every 3 s');
  }

  /** Runs one round; returns the milliseconds to wait for news before the next, null to wait for news alone. */
  async #attempt(): Promise<number | null> {
    try {
      await this.#round();
      if (this.#failures > 0) this.#parts.say('the demo answers again');
      this.#failures = 0;
      const untilNext = this.#nextAt === null ? null : Math.max(100, this.#nextAt - Date.now());
      if (this.#news.isLive) return untilNext;
      return Math.min(pollTime, untilNext ?? pollTime);
    } catch (error) {
      const remedy = isDiskFault(error) ? '. Free some space or make the folder writable.' : '';
      if (!(error instanceof DemoUnavailable || (error instanceof Error && remedy))) throw error;
      if (this.#failures === 0) this.#parts.say(`${error.message}${remedy} Trying again.`);
      this.#failures += 1;
      return Math.min(250 * 2 ** (this.#failures - 1), 5_000);
    }
  }

  /** Finishes what was begun, and every job there may be. */
  async #round(): Promise<void> {
    const { api, journal, progress } = this.#parts;
    this.#news.follow(await api.connection());
    for (const entry of journal.open) await this.#finish(entry);
    if (!this.#mustAsk || this.#isStopped) return;
    // Before the jobs are read: theirs are the events up to here.
    const { position } = this.#news;
    const at = Date.now();
    this.#mustAsk = false;
    try {
      this.#nextAt = await this.#finishAll();
    } catch (error) {
      this.#mustAsk = true;
      throw error;
    }
    if (position && !this.#isStopped) progress.write({ position, at, nextAt: this.#nextAt });
  }

  /** Finishes every job there is; returns when a job that another station holds may be taken over. */
  async #finishAll(): Promise<number | null> {
    const refused = new Set<number>();
    while (!this.#isStopped) {
      const { jobs, nextAt } = await this.#parts.api.dueJobs();
      const job = jobs.find(({ id }) => !refused.has(id));
      if (!job) return nextAt === null ? null : Date.parse(nextAt);
      refused.add(job.id);
      await this.#finish({ jobId: job.id, claim: randomUUID(), step: 'claiming' });
    }
    return null;
  }

  /** Takes a job from its current step to its end. */
  async #finish(entry: JournalEntry): Promise<void> {
    const { api, journal } = this.#parts;
    if (!journal.get(entry.jobId)) journal.write(entry);
    if (entry.step !== 'printed' && !(await this.#print(entry))) return journal.forget(entry);
    await api.complete(entry.jobId, entry.claim);
    journal.forget(entry);
  }

  /** Claims and prints a job; false if it is not available or was marked as failed. */
  async #print(entry: JournalEntry): Promise<boolean> {
    const { api, journal, printer, say } = this.#parts;
    const job = await api.claim(entry.jobId, entry.claim);
    if (job?.status !== 'claimed') return false;
    journal.write({ ...entry, step: 'printing' });
    try {
      await printer.print(ticket(job, job.reprint || entry.step === 'printing'));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      say(`job ${job.id} failed: ${reason}`);
      await api.fail(job.id, entry.claim, reason);
      return false;
    }
    journal.write({ ...entry, step: 'printed' });
    return true;
  }
}
