import type { RequestHandler } from './createEndpoint.ts';
import { problemResponse, RequestProblem } from './requestProblem.ts';

/** The parts of Node's `IncomingMessage`, and of Express's request, that are used. */
export interface NodeRequestPort {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** Express: the URL before routers removed their prefix. */
  readonly originalUrl?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** A TLS socket has `encrypted`. */
  readonly socket?: object | null | undefined;
  /** The parsed body, if a body parser ran before. */
  readonly body?: unknown;
  /** The raw body, which some platforms and parsers keep. */
  readonly rawBody?: unknown;
  [Symbol.asyncIterator](): AsyncIterator<unknown>;
}

/** The parts of Node's `ServerResponse` that are used. */
export interface NodeResponsePort {
  statusCode: number;
  setHeader(name: string, value: string | string[]): unknown;
  end(body?: Uint8Array | string): unknown;
}

/** A listener for Node's `http.createServer`, Express, Connect or Fastify's raw objects. */
export type NodeHandler = (request: NodeRequestPort, response: NodeResponsePort) => Promise<void>;

/**
 * Serves a handler with Node's `http` or Express. Put it before `express.json()`: webhooks are verified over the raw body, which a parser
 * does not keep unless it sets `rawBody`.
 */
export function toNodeHandler(handler: RequestHandler): NodeHandler {
  return async (request, response) => {
    let answer: Response;
    try {
      answer = await handler(toRequest(request));
    } catch {
      answer = problemResponse(new RequestProblem(400, 'The request could not be read.'));
    }
    response.statusCode = answer.status;
    answer.headers.forEach((value, name) => void response.setHeader(name, value));
    // Each cookie is a header of its own, of which the loop keeps the last.
    const cookies = answer.headers.getSetCookie();
    if (cookies.length > 0) response.setHeader('set-cookie', cookies);
    response.end(new Uint8Array(await answer.arrayBuffer()));
  };
}

function toRequest(request: NodeRequestPort): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || name.startsWith(':')) continue;
    for (const one of typeof value === 'string' ? [value] : value) headers.append(name, one);
  }
  const scheme = (request.socket as { encrypted?: boolean } | null | undefined)?.encrypted ? 'https' : 'http';
  const path = request.originalUrl ?? request.url ?? '/';
  // HTTP/2 has no Host header.
  const named = request.headers.host ?? request.headers[':authority'];
  const host = typeof named === 'string' ? named : 'localhost';
  // The path is appended, not resolved: "//other.example" would replace the host.
  const url = new URL(`${scheme}://${host}`);
  const [pathname = '/', search = ''] = path.split(/\?(.*)/s);
  url.pathname = pathname;
  url.search = search;
  const method = request.method ?? 'GET';
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers });
  const init: RequestInit & { duplex: 'half' } = {
    method,
    headers,
    body: bodyOf(request, headers),
    duplex: 'half',
  };
  return new Request(url, init);
}

function bodyOf(request: NodeRequestPort, headers: Headers): BodyInit {
  if (isText(request.rawBody)) return request.rawBody;
  const { body } = request;
  if (body === undefined || body === null) return streamOf(request);
  if (isText(body)) return body;
  // A parser has changed the length, so the header is wrong.
  headers.delete('content-length');
  return headers.get('content-type')?.startsWith('application/x-www-form-urlencoded')
    ? new URLSearchParams(body as Record<string, string>).toString()
    : JSON.stringify(body);
}

const isText = (value: unknown): value is string | Uint8Array<ArrayBuffer> =>
  typeof value === 'string' || value instanceof Uint8Array;

/** A stream of the body that reads on demand. Closing the iterator early would destroy the socket that the response needs. */
function streamOf(request: NodeRequestPort): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = request[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: async (controller) => {
      const part = await iterator.next();
      if (part.done) controller.close();
      else controller.enqueue(part.value as Uint8Array<ArrayBuffer>);
    },
  });
}
