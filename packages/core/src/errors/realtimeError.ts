import type * as codes from './index.ts';

/** A code of `errorCatalog`, for example `CK302`. */
export type RealtimeErrorCode = keyof typeof codes;

/** An entry of `errorCatalog`. */
export interface RealtimeErrorEntry {
  readonly code: RealtimeErrorCode;
  readonly title: string;
  readonly remedy: string;
}

/** Options of {@link RealtimeError}. */
export interface RealtimeErrorOptions {
  /** The underlying error, if any. */
  cause?: unknown;
  /** Replaces the catalog's remedy where the call site knows a better one. */
  remedy?: string;
}

/**
 * The one error class of ChannelKit. `message` says what failed and what to do, `remedy` only the latter; a `code` never changes its
 * meaning. Texts contain public names only and never a secret.
 */
export class RealtimeError extends Error {
  override readonly name = 'RealtimeError';
  readonly code: RealtimeErrorCode;
  readonly remedy: string;

  constructor(
    { code, title, remedy }: RealtimeErrorEntry,
    detail: string,
    options: RealtimeErrorOptions = {},
  ) {
    const advice = options.remedy ?? remedy;
    super(
      `${code} ${title}: ${detail}. ${advice}`,
      'cause' in options ? { cause: options.cause } : undefined,
    );
    this.code = code;
    this.remedy = advice;
  }
}
