import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Hex HMAC-SHA256, the protocol's only signature. */
export function hmac(secret: string, text: string | Buffer): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** Hex MD5 of a request body (protocol 5.1). */
export function md5(body: string | Buffer): string {
  return createHash('md5').update(body).digest('hex');
}

/** Compares two strings in constant time. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** The text signed to subscribe: socket id, channel and, when the frame has one, the exact `channel_data` (protocol 3.3). */
export function channelAuthText(socketId: string, channel: string, channelData?: string): string {
  return channelData === undefined ? `${socketId}:${channel}` : `${socketId}:${channel}:${channelData}`;
}

/** The text signed to sign in (protocol 4). */
export function userAuthText(socketId: string, userData: string): string {
  return `${socketId}::user::${userData}`;
}

/** The text signed for an HTTP request: method, path and the sorted, unescaped query (protocol 5.1). */
export function requestText(method: string, path: string, query: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(query)
    .filter(([key]) => key.toLowerCase() !== 'auth_signature')
    .map(([key, value]) => [key.toLowerCase(), value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`);
  return [method.toUpperCase(), path, pairs.join('&')].join('\n');
}

/** Builds the query that authenticates a request, ready to append to its path. */
export function signedQuery(
  app: { key: string; secret: string },
  request: {
    method: string;
    path: string;
    body?: string;
    params?: Readonly<Record<string, string>>;
    now?: number;
  },
): string {
  const query: Record<string, string> = {
    ...request.params,
    auth_key: app.key,
    auth_timestamp: String(Math.floor((request.now ?? Date.now()) / 1000)),
    auth_version: '1.0',
    ...(request.body ? { body_md5: md5(request.body) } : {}),
  };
  query.auth_signature = hmac(app.secret, requestText(request.method, request.path, query));
  return Object.entries(query)
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join('&');
}

/** Splits `KEY:SIGNATURE`; two empty strings for anything else. */
export function splitAuth(auth: unknown): [key: string, signature: string] {
  const text = typeof auth === 'string' ? auth : '';
  const colon = text.indexOf(':');
  return colon < 0 ? ['', ''] : [text.slice(0, colon), text.slice(colon + 1)];
}
