/** Which requests an answer is for, and how many of them. */
export interface AnswerScope {
  /** Only this channel. @default every channel */
  readonly channel?: string;
  /** Only the next so many. @default until another answer for the same scope is given */
  readonly times?: number;
}

interface Rule<TAnswer> {
  readonly answer: TAnswer;
  readonly channel: string | undefined;
  left: number;
}

/** Answers given in advance: the newest that matches is used, those with a count before those without. */
export class Answers<TAnswer> {
  readonly #fallback: TAnswer;
  #rules: Rule<TAnswer>[] = [];

  constructor(fallback: TAnswer) {
    this.#fallback = fallback;
  }

  give(answer: TAnswer, { channel, times = Number.POSITIVE_INFINITY }: AnswerScope): void {
    // An answer without a count replaces its predecessor; those with a count are used up in the order given.
    if (times === Number.POSITIVE_INFINITY)
      this.#rules = this.#rules.filter((rule) => rule.channel !== channel);
    this.#rules.push({ answer, channel, left: times });
  }

  take(channel?: string): TAnswer {
    const fits = this.#rules.filter((rule) => rule.channel === undefined || rule.channel === channel);
    const rule = fits.find(({ left }) => Number.isFinite(left)) ?? fits.at(-1);
    if (!rule) return this.#fallback;
    rule.left -= 1;
    if (rule.left === 0) this.#rules = this.#rules.filter((each) => each !== rule);
    return rule.answer;
  }

  clear(): void {
    this.#rules = [];
  }
}
