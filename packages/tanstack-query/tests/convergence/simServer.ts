/** The things that a server keeps; each has a version that grows with every write. */
export type EntityId = 'a' | 'b' | 'invoice';

interface Version {
  readonly at: number;
  readonly version: number;
}

/** What a read saw. */
export type ServerState = Readonly<Record<EntityId, number>>;

/** How requests fare at the moment. */
export interface Weather {
  readonly latency: number;
  /** Where between request and response the database is read, 0 to 1. */
  readonly readAt: number;
  readonly failing: boolean;
}

/** A database behind an API, with a replica that lags. */
export class SimServer {
  weather: Weather = { latency: 20, readAt: 0, failing: false };
  reads = 0;
  readonly #now: () => number;
  readonly #lag: number;
  readonly #history: Record<EntityId, Version[]> = { a: [], b: [], invoice: [] };

  constructor(now: () => number, lag: number) {
    this.#now = now;
    this.#lag = lag;
  }

  write(id: EntityId): number {
    const version = this.truth(id) + 1;
    this.#history[id].push({ at: this.#now(), version });
    return version;
  }

  /** The newest version. */
  truth(id: EntityId): number {
    return this.#history[id].at(-1)?.version ?? 0;
  }

  /** What the replica shows. */
  snapshot(): ServerState {
    const seen = (id: EntityId) =>
      this.#history[id].findLast(({ at }) => at + this.#lag <= this.#now())?.version ?? 0;
    return { a: seen('a'), b: seen('b'), invoice: seen('invoice') };
  }

  /** One request. */
  async read(signal: AbortSignal): Promise<ServerState> {
    this.reads += 1;
    const { latency, readAt, failing } = this.weather;
    await wait(latency * readAt);
    const state = this.snapshot();
    await wait(latency * (1 - readAt));
    if (signal.aborted) throw new Error('aborted');
    if (failing) throw new Error('the API is down');
    return state;
  }
}

/** Waits by the clock of the simulation. */
export const wait = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
