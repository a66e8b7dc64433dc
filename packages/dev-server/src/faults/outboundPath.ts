import type { Message } from '../protocol/message.ts';
import type { ActiveFault, FaultSet } from './faultSet.ts';
import { type FaultKind, inScope } from './spec.ts';
import { createStage, type Stage } from './stage.ts';

/** Stages that hold messages back end only when they are told to; ending lets everything go. */
const endsBySpending: ReadonlySet<FaultKind> = new Set<FaultKind>(['lose', 'duplicate']);

/** The way of one socket's messages out: through a stage of every fault that strikes them, then to the wire. */
export class OutboundPath {
  readonly #stages: { fault: ActiveFault; stage: Stage }[] = [];
  readonly #faults: FaultSet;
  readonly #target: { app: string; socket: string };
  readonly #write: (message: Message) => void;

  constructor(faults: FaultSet, target: { app: string; socket: string }, write: (message: Message) => void) {
    this.#faults = faults;
    this.#target = target;
    this.#write = write;
    faults.attach(this);
  }

  send(message: Message): void {
    if (this.#stages.length === 0) this.#write(message);
    else this.#from(0, message);
  }

  /** Whether the socket is half-open: nothing it sends is heard either. */
  get isMute(): boolean {
    return this.#stages.some(({ fault }) => fault.kind === 'mute' && fault.channel === undefined);
  }

  add(fault: ActiveFault): void {
    if (!inScope({ ...fault, channel: '*' }, { ...this.#target, channel: '' })) return;
    const stage = createStage(fault, this.#faults.random);
    if (stage) this.#stages.push({ fault, stage });
  }

  end(id: number): void {
    const index = this.#stages.findIndex(({ fault }) => fault.id === id);
    const [ended] = index < 0 ? [] : this.#stages.splice(index, 1);
    ended?.stage.end((message) => this.#from(index, message));
  }

  close(): void {
    this.#faults.detach(this);
    for (const { stage } of this.#stages.splice(0)) stage.end(() => {});
  }

  #from(index: number, message: Message): void {
    const entry = this.#stages[index];
    if (!entry) return this.#write(message);
    const { fault, stage } = entry;
    if (!inScope(fault, { ...this.#target, channel: message.channel })) return this.#from(index + 1, message);
    stage.pass(message, (passed) => this.#from(this.#stages.indexOf(entry) + 1, passed));
    if (endsBySpending.has(fault.kind)) this.#faults.spend(fault.id);
  }
}
