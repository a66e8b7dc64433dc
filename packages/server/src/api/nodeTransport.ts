import { nodeModule } from '../crypto/nodeModule.ts';
import { RequestTimeout, type Transport } from './transport.ts';

/**
 * A {@link Transport} over Node's own `http` and its global agent, which keeps connections alive: a third of the CPU time of `fetch`.
 * Undefined where there is no such module.
 */
export function nodeTransport(origin: string): Transport | undefined {
  const url = new URL(origin);
  const client = nodeModule(url.protocol === 'https:' ? 'node:https' : 'node:http');
  if (!client) return undefined;
  // An IPv6 address has brackets in a URL only.
  const target = {
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    ...(url.port === '' ? {} : { port: url.port }),
  };
  return ({ method, path, headers, body, timeout, signal }) =>
    new Promise((resolve, reject) => {
      const request = client.request({ ...target, method, path, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => {
          settle();
          resolve({
            status: response.statusCode ?? 0,
            retryAfter: response.headers['retry-after'] ?? null,
            text,
          });
        });
        response.on('error', fail);
      });
      const onAbort = () => request.destroy(new Error('aborted'));
      const timer = setTimeout(() => request.destroy(new RequestTimeout()), timeout);
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      const fail = (cause: Error) => {
        settle();
        reject(cause);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      request.on('error', fail);
      request.end(body);
    });
}
