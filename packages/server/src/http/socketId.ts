/** Whether a value has the form of a socket id: two whole numbers joined by a dot. */
export function isSocketId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 64 && /^\d+\.\d+$/.test(value);
}

/**
 * The socket id in the header `X-Socket-ID`, which `withSocketId(fetch, client)` adds in the browser. Pass it to `trigger` as `socketId`.
 * Null when there is none or it is malformed: what a browser sends must not make a trigger fail.
 */
export function socketIdOf(request: {
  readonly headers: { get(name: string): string | null };
}): string | null {
  const value = request.headers.get('x-socket-id');
  return isSocketId(value) ? value : null;
}
