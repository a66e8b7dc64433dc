import type { Message } from '../protocol/message.ts';
import type { ActiveFault, FaultPath, FaultSet } from './faultSet.ts';
import { type FaultKind, type FaultTarget, inScope } from './spec.ts';
import { createStage, type Stage } from './stage.ts';

/** The other stages hold messages, so they end only when they are told to, which releases the messages. */
const countsStrikes: ReadonlySet<FaultKind> = new Set<FaultKind>(['lose', 'duplicate']);

/** The socket at the end of a path. */
export interface OutboundSocket {
  readonly socketId: string;
  readonly app: { readonly options: { readonly id: string } };
  write(message: Message): void;
}

/** The route of one socket's outgoing messages: through a stage for every matching fault, then to the socket. */
export class OutboundPath implements FaultPath {
  readonly #faults: FaultSet;
  readonly #socket: OutboundSocket;
  /** Null without faults, which is the usual case for thousands of sockets. */
  #stages: { fault: ActiveFault; stage: Stage }[] | null = null;

  constructor(faults: FaultSet, socket: OutboundSocket) {
    this.#faults = faults;
    this.#socket = socket;
    faults.attach(this);
  }

  send(message: Message): void {
    if (this.#stages === null) this.#socket.write(message);
    else this.#from(0, message);
  }

  /** Whether the socket is half-open: what it receives is ignored as well. */
  get isMute(): boolean {
    return this.#stages?.some(({ fault }) => fault.kind === 'mute' && fault.channel === undefined) ?? false;
  }

  add(fault: ActiveFault): void {
    const { app, socketId } = this.#socket;
    if (!inScope({ app: fault.app, socket: fault.socket }, { app: app.options.id, socket: socketId })) return;
    const stage = createStage(fault, this.#faults.random);
    if (stage) this.#stages = [...(this.#stages ?? []), { fault, stage }];
  }

  end(id: number): void {
    const stages = this.#stages ?? [];
    const index = stages.findIndex(({ fault }) => fault.id === id);
    const [ended] = index < 0 ? [] : stages.splice(index, 1);
    ended?.stage.end((message) => this.#from(index, message));
    if (this.#stages?.length === 0) this.#stages = null;
  }

  close(): void {
    this.#faults.detach(this);
    for (const { stage } of this.#stages?.splice(0) ?? []) stage.end(() => {});
  }

  #from(index: number, message: Message): void {
    const entry = this.#stages?.[index];
    if (!entry) return this.#socket.write(message);
    const { fault, stage } = entry;
    const isStruck =
      inScope(fault, this.#target(message)) &&
      (!countsStrikes.has(fault.kind) || this.#faults.spend(fault.id, message));
    if (!isStruck) return this.#from(index + 1, message);
    stage.pass(message, (passed) => this.#from((this.#stages?.indexOf(entry) ?? -1) + 1, passed));
  }

  #target({ channel, event }: Message): FaultTarget {
    const { app, socketId: socket } = this.#socket;
    return { app: app.options.id, socket, channel, event };
  }
}
