import type { IncomingMessage, ServerResponse } from 'node:http';

/** Which web origins may call the HTTP API from a browser: none unless listed; `'*'` must be written out. */
export type CorsOrigins = readonly string[];

/** Adds the CORS headers that the origin is entitled to; true when this was a preflight, which is then answered. */
export function applyCors(origins: CorsOrigins, request: IncomingMessage, response: ServerResponse): boolean {
  const { origin } = request.headers;
  const isPreflight = request.method === 'OPTIONS' && origin !== undefined;
  const allowed = origin !== undefined && (origins.includes(origin) || origins.includes('*'));
  if (origin !== undefined) response.setHeader('vary', 'Origin');
  if (allowed) {
    response.setHeader('access-control-allow-origin', origins.includes(origin) ? origin : '*');
    if (isPreflight) {
      response.setHeader('access-control-allow-methods', 'GET, POST');
      response.setHeader('access-control-allow-headers', 'content-type, x-pusher-library');
    }
  }
  if (isPreflight) response.writeHead(allowed ? 204 : 403).end();
  return isPreflight;
}
