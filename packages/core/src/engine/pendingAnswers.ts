/**
 * Subscribe frames on one socket that the server has not answered. It answers each in turn and tells them apart by name
 * only, so of several for one channel the last answer counts (promise 2).
 */
export class PendingAnswers {
  readonly #counts = new Map<string, number>();

  expect(channel: string): void {
    this.#counts.set(channel, (this.#counts.get(channel) ?? 0) + 1);
  }

  /** An answer has come; true when no other is awaited. */
  answered(channel: string): boolean {
    const left = (this.#counts.get(channel) ?? 1) - 1;
    if (left > 0) this.#counts.set(channel, left);
    else this.#counts.delete(channel);
    return left <= 0;
  }

  /** No answer will come any more. */
  forget(channel: string): void {
    this.#counts.delete(channel);
  }

  clear(): void {
    this.#counts.clear();
  }
}
