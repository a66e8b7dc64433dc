const eager = 100;
const interval = 5000;

/** Decides when a changed subscription count is sent: at once up to 100 subscribers, beyond that every 5 s (protocol 1.3). */
export class CountPacer {
  readonly #send: (channel: string) => void;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(send: (channel: string) => void) {
    this.#send = send;
  }

  changed(channel: string, count: number): void {
    if (count <= eager) {
      clearTimeout(this.#timers.get(channel));
      this.#timers.delete(channel);
      this.#send(channel);
    } else if (!this.#timers.has(channel)) {
      const timer = setTimeout(() => {
        this.#timers.delete(channel);
        this.#send(channel);
      }, interval);
      this.#timers.set(channel, timer);
    }
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
