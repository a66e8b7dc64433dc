/** The hashes of the queries whose last fetch failed and is being retried, for those who show it. */
export class RetryingQueries {
  readonly #hashes = new Set<string>();
  readonly #listeners = new Map<string, Set<() => void>>();

  has(queryHash: string): boolean {
    return this.#hashes.has(queryHash);
  }

  set(queryHash: string, isRetrying: boolean): void {
    if (this.#hashes.has(queryHash) === isRetrying) return;
    if (isRetrying) this.#hashes.add(queryHash);
    else this.#hashes.delete(queryHash);
    for (const listener of [...(this.#listeners.get(queryHash) ?? [])]) listener();
  }

  /** Calls `listener` when the answer of `has` changes; returns the unsubscribe. */
  subscribe(queryHash: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(queryHash) ?? new Set();
    this.#listeners.set(queryHash, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(queryHash) === listeners)
        this.#listeners.delete(queryHash);
    };
  }

  /** Nobody retries any more. */
  clear(): void {
    for (const queryHash of [...this.#hashes]) this.set(queryHash, false);
  }
}
