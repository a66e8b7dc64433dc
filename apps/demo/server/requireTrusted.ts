import { isLoopback, namesLoopback } from './loopback.ts';
import { Problem } from './problem.ts';

const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether only this machine reaches the demo; behind a proxy (`DEMO_HTTPS`) others do, whatever address it listens on. */
const isLocal = (): boolean =>
  isLoopback(process.env.DEMO_HOST ?? '127.0.0.1') && process.env.DEMO_HTTPS !== '1';

/**
 * Refuses a write that a page of another site sent, or that came under a foreign name while the demo listens on loopback:
 * another site can point its own domain at 127.0.0.1 (DNS rebinding), and its requests then look same-origin.
 * @throws Problem 403
 */
export function requireTrusted(request: Request): void {
  if (readingMethods.has(request.method)) return;
  const host = request.headers.get('host');
  if (isLocal() && !namesLoopback(host))
    throw new Problem(
      403,
      'The demo accepts changes under localhost only. Set DEMO_HOST to use another name.',
    );
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  // A page without an origin of its own, such as a sandboxed frame, sends "null".
  const from = origin && URL.canParse(origin) ? new URL(origin).host : null;
  const isOurs = origin === null ? site !== 'cross-site' : from !== null && from === host;
  if (!isOurs) throw new Problem(403, 'Changes are accepted from pages of this site only.');
}
