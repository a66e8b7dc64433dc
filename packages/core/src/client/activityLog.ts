import { Emitter } from '../lib/emitter.ts';
import type { NotifyQueue } from '../lib/notifyQueue.ts';
import type { Timers } from '../lib/timers.ts';
import type { ClientEvent, ClientInspection } from '../types.ts';

const logLength = 200;

function subjectOf(event: ClientEvent): string {
  switch (event.type) {
    case 'message':
      return `${event.message.channel} ${event.message.event}`;
    case 'invalid':
      return `${event.invalid.channel ?? '?'} ${event.invalid.event ?? '?'} ${event.invalid.error.code}`;
    case 'unknown':
    case 'duplicate':
    case 'unlogged':
      return `${event.channel} ${event.event}`;
    case 'status':
      return `${event.channel} ${event.status.status}`;
    case 'connection':
      return event.connection.state;
    case 'added':
    case 'removed':
    case 'live':
    case 'lost':
    case 'hole':
      return event.channel;
    case 'resumed':
      return `${event.channel} ${event.replayed} replayed${event.lost ? ', others lost' : ''}`;
  }
}

/** What happened on a client: emitted for bridges and devtools, counted, and logged without payloads. */
export class ActivityLog {
  readonly #emitter: Emitter<[ClientEvent]>;
  readonly #timers: Timers;
  readonly #counters: Record<ClientEvent['type'], number> = {
    message: 0,
    live: 0,
    lost: 0,
    invalid: 0,
    unknown: 0,
    resumed: 0,
    hole: 0,
    duplicate: 0,
    unlogged: 0,
    added: 0,
    removed: 0,
    status: 0,
    connection: 0,
  };
  readonly #log: { at: number; type: ClientEvent['type']; subject: string }[] = [];
  #next = 0;

  constructor(timers: Timers, queue: NotifyQueue) {
    this.#timers = timers;
    this.#emitter = new Emitter(queue);
  }

  observe(listener: (event: ClientEvent) => void): () => void {
    return this.#emitter.subscribe(listener);
  }

  emit(event: ClientEvent): void {
    this.#counters[event.type] += 1;
    const at = event.type === 'message' ? event.message.receivedAt : this.#timers.now();
    this.#log[this.#next] = { at, type: event.type, subject: subjectOf(event) };
    this.#next = (this.#next + 1) % logLength;
    this.#emitter.emit(event);
  }

  inspect(): Pick<ClientInspection, 'counters' | 'log'> {
    const log = [...this.#log.slice(this.#next), ...this.#log.slice(0, this.#next)];
    return { counters: { ...this.#counters }, log };
  }

  clear(): void {
    this.#emitter.clear();
  }
}
