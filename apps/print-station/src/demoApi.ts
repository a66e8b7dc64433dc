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

/** The demo cannot be asked at present: it is down, it failed, or it does not accept the token. Worth another try. */
export class DemoUnavailable extends Error {
  override readonly name = 'DemoUnavailable';
}

/** Where the demo is and what lets the station in; read before every request, because both change with a restart. */
export interface DemoAccess {
  readonly url: string;
  readonly token: string;
}

/** The demo's print-job API. Every call ends within ten seconds. @throws DemoUnavailable */
export class DemoApi {
  readonly #access: () => DemoAccess;
  readonly #station: string;

  constructor(access: () => DemoAccess, station: string) {
    this.#access = access;
    this.#station = station;
  }

  /** The full address of a path of the demo. */
  address(path: string): string {
    return new URL(path, this.#access().url).href;
  }

  /** The headers that vouch for the station. */
  headers(): Record<string, string> {
    return { Authorization: `Bearer ${this.#access().token}` };
  }

  /** "Test connection": where to listen. */
  async connection(): Promise<ConnectionSettings> {
    return this.#read('/api/print-jobs/connection', connectionSchema);
  }

  /** The jobs that may be taken. */
  async dueJobs(): Promise<DueJobs> {
    return this.#read('/api/print-jobs', dueJobsSchema);
  }

  /** Takes a job, or takes it again with the same claim; null when it is not to be had. */
  claim(jobId: number, claim: string): Promise<PrintJob | null> {
    return this.#change(`/api/print-jobs/${jobId}/claim`, { claim, station: this.#station });
  }

  /** Marks a job as printed; null when another claim has it. */
  complete(jobId: number, claim: string): Promise<PrintJob | null> {
    return this.#change(`/api/print-jobs/${jobId}/complete`, { claim });
  }

  /** Marks a job as failed; null when another claim has it. */
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

  /** The answer's JSON; null when the demo says that the job is gone (404) or another's (409). */
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
  throw new DemoUnavailable(`The demo's answer for ${path} is not what this station understands.`);
}
