import type { ReportError } from './emitter.ts';

/** A place in a list of listeners. */
export interface Listening {
  /** Set by the list: false from the moment of the removal. */
  isListening: boolean;
}

/** Listeners in order of arrival; adding and removing cost the same however many there are. */
export class Listeners<TListening extends Listening> {
  protected readonly report: ReportError;
  readonly #all = new Set<TListening>();
  #order: readonly TListening[] | null = null;

  constructor(report: ReportError) {
    this.report = report;
  }

  get size(): number {
    return this.#all.size;
  }

  add(listening: TListening): void {
    listening.isListening = true;
    this.#all.add(listening);
    this.#order = null;
  }

  remove(listening: TListening): void {
    if (!this.#all.delete(listening)) return;
    listening.isListening = false;
    this.#order = null;
  }

  clear(): void {
    for (const listening of this.#all) listening.isListening = false;
    this.#all.clear();
    this.#order = null;
  }

  /** The listeners of this moment. Does not change during an iteration: check `isListening`. */
  protected get order(): readonly TListening[] {
    this.#order ??= [...this.#all];
    return this.#order;
  }
}
