import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { HubEmit } from '../observe/serverEvent.ts';

/** Which web origins may call the HTTP API and open sockets: none unless listed; `'*'` must be written out. */
export type CorsOrigins = readonly string[];

/** Where the server listens and which web pages it trusts. */
export interface AccessRules {
  /** The address listened on. */
  host: string;
  cors: CorsOrigins;
}

/** Whether a remote address is this machine's own. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(127\.|::1$|::ffff:127\.)/.test(address);
}

/** Whether a host name, without a port, always means this machine. */
export function isLocalName(name: string): boolean {
  return /^(localhost|[\w.-]+\.localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(name);
}

/**
 * Says why a socket may not be opened, or returns null. The secret of a local app is public knowledge, so a web page
 * could sign for itself: only pages of this machine and listed ones may connect.
 */
export function socketAccessFault(rules: AccessRules, headers: IncomingHttpHeaders): string | null {
  const { origin } = headers;
  const hostFault = hostAccessFault(rules, headers);
  if (hostFault !== null || origin === undefined || isListed(rules.cors, origin)) return hostFault;
  const page = hostnameOf(origin);
  const target = nameOf(headers.host);
  // An IP address cannot be rebound, so a page from the address it connects to is served by this machine.
  if (page !== null && (isLocalName(page) || (isIpAddress(page) && page === target))) return null;
  return 'Origin not allowed: list it under cors (channelkit dev --cors <origin>)';
}

/** Says why a request may not be answered at the name it asks for, or returns null. On loopback a foreign name is a rebound one. */
export function hostAccessFault(rules: AccessRules, { host }: IncomingHttpHeaders): string | null {
  const name = nameOf(host);
  if (name === null || !isLocalName(rules.host) || name === rules.host || isLocalName(name)) return null;
  return 'Host not allowed: use a local name, such as localhost';
}

/** Whether a request comes from a page whose origin is not listed. CORS alone would not stop it from taking effect. */
export function isForeignOrigin(cors: CorsOrigins, { headers: { origin } }: IncomingMessage): boolean {
  return origin !== undefined && !isListed(cors, origin);
}

/** Adds the CORS headers for a listed origin. @returns true for a preflight, which has then been answered */
export function applyCors(cors: CorsOrigins, request: IncomingMessage, response: ServerResponse): boolean {
  const { origin } = request.headers;
  const isPreflight = request.method === 'OPTIONS' && origin !== undefined;
  const isAllowed = origin !== undefined && isListed(cors, origin);
  if (origin !== undefined) response.setHeader('vary', 'Origin');
  if (isAllowed) {
    response.setHeader('access-control-allow-origin', cors.includes(origin) ? origin : '*');
    if (isPreflight) {
      response.setHeader('access-control-allow-methods', 'GET, POST');
      response.setHeader('access-control-allow-headers', 'content-type, x-pusher-library');
    }
  }
  if (isPreflight) response.writeHead(isAllowed ? 204 : 403).end();
  return isPreflight;
}

/** Emits a refused access, so that whoever runs the server learns the cause. */
export function emitRefused(emit: HubEmit, { origin, host }: IncomingHttpHeaders, reason: string): void {
  const from = { ...(origin === undefined ? {} : { origin }), ...(host === undefined ? {} : { host }) };
  emit({ type: 'refused', reason, ...from });
}

function isListed(cors: CorsOrigins, origin: string): boolean {
  return cors.includes(origin) || cors.includes('*');
}

function isIpAddress(name: string): boolean {
  return /^(\d+(\.\d+){3}|\[[\da-f:.]+\])$/i.test(name);
}

function hostnameOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).hostname : null;
}

/** The name in a Host header, without its port; null without one. */
function nameOf(host: string | undefined): string | null {
  return host?.replace(/:\d+$/, '').toLowerCase() ?? null;
}
