import { checkFault } from './checkFault.ts';
import { type FaultKind, type FaultOptions, type FaultSpec, type FaultTarget, inScope } from './spec.ts';

/** An active fault. */
export type ActiveFault = { readonly id: number } & FaultSpec & FaultOptions;

/** A socket's outbound path, as far as faults reach it. */
export interface FaultPath {
  add(fault: ActiveFault): void;
  end(id: number): void;
}

/** The active faults, and the outbound paths they reach. */
export class FaultSet {
  readonly random: () => number;
  readonly #faults = new Map<number, { fault: ActiveFault; left: number; last: object | null }>();
  readonly #paths = new Set<FaultPath>();
  readonly #notify: (fault: ActiveFault, state: 'begun' | 'ended') => void;
  #nextId = 1;

  constructor(random: () => number, notify: (fault: ActiveFault, state: 'begun' | 'ended') => void) {
    this.random = random;
    this.#notify = notify;
  }

  add(options: FaultSpec & FaultOptions): ActiveFault {
    checkFault(options);
    const fault: ActiveFault = { ...options, id: this.#nextId++ };
    this.#faults.set(fault.id, { fault, left: options.times ?? Number.POSITIVE_INFINITY, last: null });
    for (const path of this.#paths) path.add(fault);
    this.#notify(fault, 'begun');
    return fault;
  }

  end(id: number): boolean {
    const entry = this.#faults.get(id);
    if (!entry) return false;
    this.#faults.delete(id);
    for (const path of this.#paths) path.end(id);
    this.#notify(entry.fault, 'ended');
    return true;
  }

  /** Ends all faults, or those of one kind or app. @returns how many */
  clear(of: { kind?: FaultKind; app?: string } = {}): number {
    const ending = this.list().filter(
      (fault) =>
        (of.kind === undefined || fault.kind === of.kind) && (of.app === undefined || fault.app === of.app),
    );
    for (const fault of ending) this.end(fault.id);
    return ending.length;
  }

  list(): ActiveFault[] {
    return [...this.#faults.values()].filter(({ left }) => left > 0).map(({ fault }) => fault);
  }

  /** Returns the first fault of a kind that matches the target, and counts it as a strike against `times`. */
  strike<TKind extends FaultKind>(
    kind: TKind,
    target: FaultTarget,
  ): Extract<ActiveFault, { kind: TKind }> | null {
    const isKind = (fault: ActiveFault): fault is Extract<ActiveFault, { kind: TKind }> =>
      fault.kind === kind;
    const found = this.list().find((fault) => isKind(fault) && inScope(fault, target));
    if (!found || !isKind(found)) return null;
    this.spend(found.id, {});
    return found;
  }

  /** Counts a strike against `times`; the same message, sent to another socket, counts once. @returns whether the fault still strikes */
  spend(id: number, message: object): boolean {
    const entry = this.#faults.get(id);
    if (!entry) return false;
    if (entry.last === message) return true;
    if (entry.left <= 0) return false;
    entry.last = message;
    entry.left -= 1;
    // Not at once: the other sockets that the message is sent to in this turn are still to come.
    if (entry.left <= 0) queueMicrotask(() => this.end(id));
    return true;
  }

  attach(path: FaultPath): void {
    this.#paths.add(path);
    for (const fault of this.list()) path.add(fault);
  }

  detach(path: FaultPath): void {
    this.#paths.delete(path);
  }
}
