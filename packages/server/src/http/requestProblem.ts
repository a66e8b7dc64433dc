/** A request that is answered with an error status. Its text repeats nothing of the request. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

/** A JSON response that no cache keeps. */
export function jsonResponse(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
  });
}

/** A problem as `application/problem+json` (RFC 9457). */
export function problemResponse(
  problem: RequestProblem,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const { status, message } = problem;
  const body = { type: 'about:blank', title: titles[status] ?? 'Error', status, detail: message };
  const type = { 'content-type': 'application/problem+json' };
  return jsonResponse(status, body, { ...type, ...headers, ...problem.headers });
}
