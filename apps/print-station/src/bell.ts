/** Wakes whoever waits for it. A ring while nobody waits ends the next wait at once. */
export class Bell {
  #rung = false;
  #wake: (() => void) | null = null;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Resolves at the next ring, or after `ms` milliseconds; null waits for the ring alone. */
  async wait(ms: number | null): Promise<'rung' | 'late'> {
    if (!this.#rung)
      await new Promise<void>((resolve) => {
        const timer = ms === null ? undefined : setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    const woken = this.#rung ? 'rung' : 'late';
    this.#wake = null;
    this.#rung = false;
    return woken;
  }
}
