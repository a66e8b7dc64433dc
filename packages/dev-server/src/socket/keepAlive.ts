/** Pings a silent client and gives it up when no answer comes (protocol 1.6). */
export class KeepAlive {
  readonly #idle: NodeJS.Timeout;
  readonly #activity: number;
  readonly #patience: number;
  readonly #on: { ping: () => void; dead: () => void };
  #deadline: NodeJS.Timeout | undefined;

  constructor(
    times: { activityTimeout: number; pongTimeout: number },
    on: { ping: () => void; dead: () => void },
  ) {
    this.#activity = times.activityTimeout * 1000;
    this.#patience = times.pongTimeout * 1000;
    this.#on = on;
    this.#idle = setTimeout(() => this.#ask(), this.#activity);
  }

  heard(): void {
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
    this.#idle.refresh();
  }

  stop(): void {
    clearTimeout(this.#idle);
    clearTimeout(this.#deadline);
  }

  #ask(): void {
    this.#on.ping();
    this.#deadline = setTimeout(this.#on.dead, this.#patience);
  }
}
