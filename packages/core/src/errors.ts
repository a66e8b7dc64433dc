import type * as codes from './errorCodes/index.ts';

/** A code of `errorCatalogue`, for example `CK302`. */
export type RealtimeErrorCode = keyof typeof codes;

/** An entry of `errorCatalogue`. */
export interface RealtimeErrorEntry {
  readonly code: RealtimeErrorCode;
  readonly title: string;
  readonly remedy: string;
}

/** What {@link RealtimeError} takes besides code and message. */
export interface RealtimeErrorOptions {
  /** The underlying error, if any. */
  cause?: unknown;
  /** Replaces the catalogue's remedy where the call site knows a better one. */
  remedy?: string;
}

/**
 * The one error class of ChannelKit: `message` says what failed, `remedy` what to do, `code` never changes its meaning.
 * Texts hold public names only and never a secret.
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
