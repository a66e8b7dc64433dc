import { randomUUID } from 'node:crypto';
import { Bell } from './bell.ts';
import { type DemoApi, DemoUnavailable } from './demoApi.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { NewsOfJobs } from './newsOfJobs.ts';
import type { Printer } from './printer.ts';
import { ticket } from './ticket.ts';

/** How often the demo is asked: while nothing is pushed, and, in case an event was never sent, while it is. */
const pollTime = { polling: 3_000, live: 30_000 };

/** What a station works with. */
export interface StationParts {
  readonly api: DemoApi;
  readonly journal: Journal;
  readonly printer: Printer;
  /** A line for the person at the terminal. */
  readonly say: (line: string) => void;
}

/** Takes jobs one by one, prints them and says so, until it is stopped; whatever fails meanwhile is tried again. */
export class Station {
  readonly #parts: StationParts;
  readonly #bell = new Bell();
  readonly #news: NewsOfJobs;
  #isStopped = false;
  #failures = 0;

  constructor(parts: StationParts) {
    this.#parts = parts;
    this.#news = new NewsOfJobs(parts.api, {
      onNews: () => this.#bell.ring(),
      onLive: (isLive) => this.#sayLive(isLive),
    });
  }

  /** Works until {@link stop}; a ticket that is being printed is finished first. */
  async run(): Promise<void> {
    while (!this.#isStopped) await this.#bell.wait(await this.#attempt());
    this.#news.stop();
    this.#parts.say('stopped');
  }

  stop(): void {
    this.#isStopped = true;
    this.#bell.ring();
  }

  #sayLive(isLive: boolean): void {
    // What ends is not live either, and asks for nothing.
    if (this.#isStopped) return;
    this.#parts.say(isLive ? 'live: jobs are pushed' : 'not live: asking every 3 s');
  }

  /** One round; gives the milliseconds to wait for news before the next. */
  async #attempt(): Promise<number> {
    try {
      const nextAt = await this.#round();
      if (this.#failures > 0) this.#parts.say('the demo answers again');
      this.#failures = 0;
      const usual = this.#news.isLive ? pollTime.live : pollTime.polling;
      return nextAt === null ? usual : Math.max(100, Math.min(usual, nextAt - Date.now()));
    } catch (error) {
      if (!(error instanceof DemoUnavailable)) throw error;
      if (this.#failures === 0) this.#parts.say(`${error.message} Trying again.`);
      this.#failures += 1;
      return Math.min(250 * 2 ** (this.#failures - 1), 5_000);
    }
  }

  /** Does everything there is to do; gives when a job that another station holds may be taken over. */
  async #round(): Promise<number | null> {
    this.#news.follow(await this.#parts.api.connection());
    for (const entry of this.#parts.journal.open) await this.#finish(entry);
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

  /** Takes a job from the step where it stands to its end. */
  async #finish(entry: JournalEntry): Promise<void> {
    const { api, journal } = this.#parts;
    if (!journal.get(entry.jobId)) journal.write(entry);
    if (entry.step !== 'printed' && !(await this.#print(entry))) return journal.forget(entry);
    await api.complete(entry.jobId, entry.claim);
    journal.forget(entry);
  }

  /** Claims and prints a job; false when it is not to be had or was marked as failed. */
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
