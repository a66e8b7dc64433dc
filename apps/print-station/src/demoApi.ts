import type { ResumeRequest } from '@channelkit/core';
import type { z } from 'zod';
import {
  type ConnectionSettings,
  connectionSchema,
  type DueJobs,
  dueJobsSchema,
  type PrintJob,
  printJobSchema,
  problemSchema,
} from './demoAnswers.ts';

/** The demo cannot be reached, has failed, or does not accept the token. Retry. */
export class DemoUnavailable extends Error {
  override readonly name = 'DemoUnavailable';
}

/** The demo's address and the station's token. Read before every request, because a restart changes both. */
export interface DemoAccess {
  readonly url: string;
  readonly token: string;
}

/** The demo's print job API. Every call ends within ten seconds. @throws DemoUnavailable */
export class DemoApi {
  readonly #access: () => DemoAccess;
  readonly #station: string;

  constructor(access: () => DemoAccess, station: string) {
    this.#access = access;
    this.#station = station;
  }

  /** The URL of a path of the demo. */
  address(path: string): string {
    return new URL(path, this.#access().url).href;
  }

  /** The headers that authenticate the station. */
  headers(): Record<string, string> {
    return { Authorization: `Bearer ${this.#access().token}` };
  }

  /** Where to connect; also a test of the connection. */
  async connection(): Promise<ConnectionSettings> {
    return this.#read('/api/print-jobs/connection', connectionSchema);
  }

  /** The jobs that may be claimed. */
  async dueJobs(): Promise<DueJobs> {
    return this.#read('/api/print-jobs', dueJobsSchema);
  }

  /** What came after the positions of the station's channels, by the continuity protocol. */
  resume(path: string, { socketId, channels }: ResumeRequest): Promise<unknown> {
    return this.#fetch(path, { socket_id: socketId, channels });
  }

  /** Claims a job, or repeats the same claim; null if the job is not available. */
  claim(jobId: number, claim: string): Promise<PrintJob | null> {
    return this.#change(`/api/print-jobs/${jobId}/claim`, { claim, station: this.#station });
  }

  /** Marks a job as printed; null if another claim holds it. */
  complete(jobId: number, claim: string): Promise<PrintJob | null> {
    return this.#change(`/api/print-jobs/${jobId}/complete`, { claim });
  }

  /** Marks a job as failed; null if another claim holds it. */
  fail(jobId: number, claim: string, reason: string): Promise<PrintJob | null> {
    return this.#change(`/api/print-jobs/${jobId}/fail`, { claim, reason: reason.slice(0, 300) });
  }

  async #read<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    return parse(schema, await this.#fetch(path), path);
  }

  async #change(path: string, body: object): Promise<PrintJob | null> {
    const response = await this.#fetch(path, body);
    return response === null ? null : parse(printJobSchema, response, path);
  }

  /** The JSON of the response; null if the job is gone (404) or belongs to another claim (409). */
  async #fetch(path: string, body?: object): Promise<unknown> {
    const url = this.address(path);
    const response = await fetch(url, {
      headers: { ...this.headers(), ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    }).catch((cause: unknown) => {
      throw new DemoUnavailable(`The demo at ${new URL(url).origin} does not answer.`, { cause });
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (response.ok) return answer;
    if (body && (response.status === 404 || response.status === 409)) return null;
    const problem = problemSchema.safeParse(answer);
    throw new DemoUnavailable(
      `The demo answered ${response.status}. ${problem.success ? problem.data.detail : ''}`.trim(),
    );
  }
}

function parse<T>(schema: z.ZodType<T>, answer: unknown, path: string): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new DemoUnavailable(`This station does not understand the demo's answer for ${path}.`);
}
