import { continuityKey, type Position, positionText, readPosition, skipDigest } from '../lib/position.ts';
import { createSystemTimers, type Timers } from '../lib/timers.ts';
import type { Positions, ResumeRequest } from '../options.ts';
import { type AnswerScope, Answers } from './answers.ts';
import type { FakeServer } from './fakeServer.ts';

/**
 * How a question to the log is answered: from what it keeps, with the status of one verdict or of the whole request, by a network failure, not
 * at all, or late.
 */
export type LogAnswer =
  | 'ok'
  | 'network'
  | 'never'
  | number
  | { readonly request: number }
  | { readonly delay: number };

/** A question that the fake log received. */
export interface LogRequest {
  readonly socketId: string;
  readonly channels: Readonly<Record<string, string | null>>;
  readonly at: number;
}

/** An event for {@link FakeLog.append}. */
export interface AppendedEvent {
  readonly channel: string;
  readonly event: string;
  readonly data: object;
  /** The connection that does not get it, as when the sender excludes itself. */
  readonly socketId?: string;
  /** Sent now, once or `twice`, or `lost` on its way to the server. @default 'sent' */
  readonly sending?: 'sent' | 'lost' | 'twice';
}

/** Options of {@link FakeLog}. */
export interface FakeLogOptions {
  readonly timers?: Timers;
  /** Events kept per channel. @default 1000 */
  readonly count?: number;
}

interface Entry {
  readonly event: string;
  readonly data: object;
  readonly position: string;
  readonly id: string;
  readonly at: number;
  readonly except?: number;
}

/** Stands for the log that a back end keeps of its durable channels: pass `resume` in a client's `resume`. */
export class FakeLog {
  /** Every question, in order. */
  readonly requests: LogRequest[] = [];
  /** Events kept per channel. */
  count: number;
  readonly #server: FakeServer;
  readonly #timers: Timers;
  readonly #answers = new Answers<LogAnswer>('ok');
  readonly #channels = new Map<string, { serial: number; entries: Entry[]; skipped: [number, number][] }>();
  #epoch = 1;

  /** @param server - Sends what is appended. */
  constructor(server: FakeServer, { timers = createSystemTimers(), count = 1_000 }: FakeLogOptions = {}) {
    this.#server = server;
    this.#timers = timers;
    this.count = count;
  }

  /** Decides how the next questions are answered, for one channel or all. */
  answer(answer: LogAnswer, scope: AnswerScope = {}): void {
    this.#answers.give(answer, scope);
  }

  /** Logs an event and sends it. Returns its position. */
  append({ channel, event, data, socketId, sending = 'sent' }: AppendedEvent): string {
    const log = this.#log(channel);
    log.serial += 1;
    const position: Position = { epoch: this.#name, serial: log.serial };
    const except = socketId === undefined ? undefined : skipDigest(socketId, position);
    const stamp = {
      position: positionText(position),
      id: `${channel} ${log.serial}`,
      at: this.#timers.now(),
    };
    log.entries.push({ event, data, ...stamp, ...(except === undefined ? {} : { except }) });
    log.entries.splice(0, log.entries.length - this.count);
    const payload = { ...data, [continuityKey]: { ...stamp, skipped: log.skipped } };
    log.skipped = except === undefined ? [] : [...log.skipped, [log.serial, except]];
    const times = { lost: 0, sent: 1, twice: 2 }[sending];
    for (let sent = 0; sent < times; sent += 1)
      this.#server.rooms.publish({
        channel,
        event,
        data: payload,
        ...(socketId === undefined ? {} : { except: socketId }),
      });
    return stamp.position;
  }

  /** Drops what is kept of a channel, but for the newest events. */
  trim(channel: string, count = 0): void {
    const { entries } = this.#log(channel);
    entries.splice(0, entries.length - count);
  }

  /** Begins a new epoch: nothing can be proved about what came before. */
  reset(): void {
    this.#epoch += 1;
    this.#channels.clear();
  }

  /** The positions of these channels, as a server reads them before it renders a page. */
  positions(channels: readonly string[]): Positions {
    return {
      at: this.#timers.now(),
      channels: Object.fromEntries(channels.map((channel) => [channel, this.#head(channel)])),
    };
  }

  /** Answers what came after the positions. */
  readonly resume = async ({ socketId, channels }: ResumeRequest): Promise<unknown> => {
    this.requests.push({ socketId, channels, at: this.#timers.now() });
    const answers = Object.keys(channels).map((channel) => [channel, this.#answers.take(channel)] as const);
    // What is appended while the answer is on its way is not in it.
    const verdicts = answers.map(([channel, answer]) => [
      channel,
      typeof answer === 'number' ? { status: answer } : this.#verdict(channel, channels[channel] ?? null),
    ]);
    let delay = 0;
    for (const [, answer] of answers) {
      if (answer === 'network') throw new TypeError('fetch failed');
      if (answer === 'never') return new Promise(() => {});
      if (typeof answer !== 'object') continue;
      if ('request' in answer) throw new Error(`the endpoint returned status ${answer.request}`);
      delay = Math.max(delay, answer.delay);
    }
    if (delay > 0) await new Promise<void>((resolve) => this.#timers.setTimeout(resolve, delay));
    return { channels: Object.fromEntries(verdicts) };
  };

  #verdict(channel: string, text: string | null): object {
    const { entries, serial } = this.#log(channel);
    const known = readPosition(text);
    const answer = { status: 200, position: this.#head(channel) };
    if (text === null) return { ...answer, events: [] };
    if (!known) return { ...answer, lost: 'malformed' };
    if (known.epoch !== this.#name) return { ...answer, lost: 'epoch' };
    if (known.serial > serial) return { ...answer, lost: 'ahead' };
    if (serial - known.serial > entries.length) return { ...answer, lost: 'trimmed' };
    return { ...answer, events: entries.slice(entries.length - (serial - known.serial)) };
  }

  get #name(): string {
    return `e${this.#epoch}`;
  }

  #head(channel: string): string {
    return positionText({ epoch: this.#name, serial: this.#log(channel).serial });
  }

  #log(channel: string) {
    const log = this.#channels.get(channel) ?? { serial: 0, entries: [], skipped: [] };
    this.#channels.set(channel, log);
    return log;
  }
}
