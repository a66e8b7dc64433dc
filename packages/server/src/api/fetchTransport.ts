import { RequestTimeout, type Transport } from './transport.ts';

/** A {@link Transport} over `fetch`. */
export function fetchTransport(origin: string, send: typeof fetch): Transport {
  return async ({ method, path, headers, body, timeout, signal }) => {
    const stop = new AbortController();
    const onAbort = () => stop.abort();
    signal?.addEventListener('abort', onAbort, { once: true });
    const timer = setTimeout(() => stop.abort(new RequestTimeout()), timeout);
    try {
      const response = await send(`${origin}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
        // Following a redirect would turn the POST into a GET.
        redirect: 'manual',
        signal: stop.signal,
      });
      const text = await response.text();
      return { status: response.status, retryAfter: response.headers.get('retry-after'), text };
    } catch (cause) {
      if (stop.signal.reason instanceof RequestTimeout) throw stop.signal.reason;
      throw cause;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    }
  };
}
