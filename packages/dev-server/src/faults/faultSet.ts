import type { OutboundPath } from './outboundPath.ts';
import { type FaultKind, type FaultOptions, type FaultSpec, type FaultTarget, inScope } from './spec.ts';

/** A fault at work. */
export type ActiveFault = { readonly id: number } & FaultSpec & FaultOptions;

/** The faults that are at work, and the sockets they reach. */
export class FaultSet {
  readonly random: () => number;
  readonly #faults = new Map<number, { fault: ActiveFault; left: number }>();
  readonly #paths = new Set<OutboundPath>();
  readonly #tell: (fault: ActiveFault, state: 'begun' | 'ended') => void;
  #nextId = 1;

  constructor(random: () => number, tell: (fault: ActiveFault, state: 'begun' | 'ended') => void) {
    this.random = random;
    this.#tell = tell;
  }

  add(options: FaultSpec & FaultOptions): ActiveFault {
    const fault: ActiveFault = { ...options, id: this.#nextId++ };
    this.#faults.set(fault.id, { fault, left: options.times ?? Number.POSITIVE_INFINITY });
    for (const path of this.#paths) path.add(fault);
    this.#tell(fault, 'begun');
    return fault;
  }

  end(id: number): boolean {
    const entry = this.#faults.get(id);
    if (!entry) return false;
    this.#faults.delete(id);
    for (const path of this.#paths) path.end(id);
    this.#tell(entry.fault, 'ended');
    return true;
  }

  /** Ends all faults, or those of one kind or app. */
  clear(of: { kind?: FaultKind; app?: string } = {}): number {
    const ending = this.list().filter(
      (fault) =>
        (of.kind === undefined || fault.kind === of.kind) && (of.app === undefined || fault.app === of.app),
    );
    for (const fault of ending) this.end(fault.id);
    return ending.length;
  }

  list(): ActiveFault[] {
    return [...this.#faults.values()].map(({ fault }) => fault);
  }

  /** The first fault of a kind that strikes the target; asking is a strike, so `times` counts down. */
  strike<TKind extends FaultKind>(
    kind: TKind,
    target: FaultTarget,
  ): Extract<ActiveFault, { kind: TKind }> | null {
    const isKind = (fault: ActiveFault): fault is Extract<ActiveFault, { kind: TKind }> =>
      fault.kind === kind;
    const found = this.list().find((fault) => isKind(fault) && inScope(fault, target));
    if (!found || !isKind(found)) return null;
    this.spend(found.id);
    return found;
  }

  spend(id: number): void {
    const entry = this.#faults.get(id);
    if (!entry) return;
    entry.left -= 1;
    if (entry.left <= 0) this.end(id);
  }

  attach(path: OutboundPath): void {
    this.#paths.add(path);
    for (const fault of this.list()) path.add(fault);
  }

  detach(path: OutboundPath): void {
    this.#paths.delete(path);
  }
}
