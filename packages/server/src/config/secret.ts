/**
 * A value that cannot be printed: logs, JSON and string templates show a mask, and copying the config keeps it. `configFromEnv` returns
 * secrets in this form; wrap one that you pass by hand to get the same.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. */
  reveal(): string {
    return this.#value;
  }

  /** The mask. */
  toString(): string {
    return '********';
  }

  /** The mask. */
  toJSON(): string {
    return '********';
  }
}

/** The text of a secret; empty when there is none. */
export function reveal(secret: string | Secret | undefined): string {
  // Not by its class: the secret may come from another copy of this module.
  return typeof secret === 'object' ? secret.reveal() : (secret ?? '');
}
