/** One frame of one socket. */
export interface FrameRecord {
  /** Milliseconds since the epoch. */
  at: number;
  direction: 'in' | 'out';
  app: string;
  socketId: string;
  channel: string | null;
  event: string;
  /** The frame's text. */
  text: string;
}

const maximumCharacters = 8_388_608;

/** The latest frames in both directions: a ring buffer, bounded in entries and in characters. */
export class FrameLog {
  readonly #capacity: number;
  #ring: FrameRecord[] = [];
  #next = 0;
  #characters = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(record: FrameRecord): void {
    if (this.#capacity === 0) return;
    if (this.#characters > maximumCharacters) this.clear();
    this.#characters += record.text.length - (this.#ring[this.#next]?.text.length ?? 0);
    this.#ring[this.#next] = record;
    this.#next = (this.#next + 1) % this.#capacity;
  }

  /** Returns the matching frames, oldest first. */
  list(filter: Partial<Omit<FrameRecord, 'at' | 'text'>> = {}): FrameRecord[] {
    const wanted = Object.entries(filter);
    const ordered = [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)];
    return ordered.filter((record) => wanted.every(([key, value]) => Reflect.get(record, key) === value));
  }

  clear(): void {
    this.#ring = [];
    this.#next = 0;
    this.#characters = 0;
  }
}
