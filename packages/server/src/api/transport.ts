/** One HTTP request. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Milliseconds until {@link RequestTimeout}. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

/** The answer to a {@link HttpRequest}. */
export interface HttpAnswer {
  readonly status: number;
  /** The header `Retry-After`. */
  readonly retryAfter: string | null;
  readonly text: string;
}

/** Sends requests to one origin. Rejects with the network's error, with {@link RequestTimeout}, or when the signal aborts. */
export type Transport = (request: HttpRequest) => Promise<HttpAnswer>;

/** The answer took longer than allowed. */
export class RequestTimeout extends Error {
  override readonly name = 'RequestTimeout';
}
