import type { IncomingMessage, ServerResponse } from 'node:http';

/** Which web origins may call the HTTP API from a browser: none unless listed; `'*'` must be written out. */
export type CorsOrigins = readonly string[];

/** Whether the request comes from a page of an origin that is not listed. CORS alone would not stop it from being carried out. */
export function isForeignOrigin(origins: CorsOrigins, { headers: { origin } }: IncomingMessage): boolean {
  return origin !== undefined && !origins.includes(origin) && !origins.includes('*');
}

/** Adds the CORS headers that the origin is entitled to; true when this was a preflight, which is then answered. */
export function applyCors(origins: CorsOrigins, request: IncomingMessage, response: ServerResponse): boolean {
  const { origin } = request.headers;
  const isPreflight = request.method === 'OPTIONS' && origin !== undefined;
  const allowed = origin !== undefined && !isForeignOrigin(origins, request);
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
