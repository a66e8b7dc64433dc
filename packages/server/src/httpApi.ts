import { RealtimeError } from '@channelkit/core/contract';
import { CK603 } from '@channelkit/core/contract/internal';
import { type ApiFault, networkFault, statusFault } from './apiFault.ts';
import { apiOrigin, type PusherServiceConfig } from './config.ts';
import { type Signer, signedQuery } from './signature.ts';

/** One call of the HTTP API. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  /** Below `/apps/ID`, ready for a URL. */
  readonly path: string;
  readonly params?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Also repeat what may have been carried out. */
  readonly retryAmbiguous?: boolean | undefined;
}

/** The answer's JSON, or why there is none. */
export type ApiAnswer = { readonly ok: true; readonly json: unknown } | ({ readonly ok: false } & ApiFault);

/** How requests are sent and repeated. */
export interface ApiSettings {
  readonly fetch: typeof fetch;
  /** Milliseconds for one attempt. */
  readonly timeout: number;
  /** Attempts after the first. */
  readonly retries: number;
  /** Milliseconds to wait before attempt `attempt` (1 is the first repetition). */
  readonly retryDelay: (attempt: number) => number;
}

/** Sends signed requests; never throws. */
export interface HttpApi {
  send(request: ApiRequest): Promise<ApiAnswer>;
}

/** Half a second at most, doubled from 100 ms, half of it drawn by lot. */
export const defaultRetryDelay = (attempt: number): number =>
  Math.min(500, 100 * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);

const longestWait = 5_000;

/** Makes the {@link HttpApi} of one app. */
export function createHttpApi(config: PusherServiceConfig, signer: Signer, settings: ApiSettings): HttpApi {
  const origin = apiOrigin(config);

  const attempt = async (request: ApiRequest): Promise<ApiAnswer> => {
    const path = `/apps/${config.appId}${request.path}`;
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const { method, params, signal } = request;
    const query = await signedQuery(signer, { key: config.key, method, path, body, params });
    const stop = new AbortController();
    const onAbort = () => stop.abort();
    signal?.addEventListener('abort', onAbort, { once: true });
    const timer = setTimeout(onAbort, settings.timeout);
    try {
      const response = await settings.fetch(`${origin}${path}?${query}`, {
        method,
        headers: {
          'x-pusher-library': 'channelkit-server',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body }),
        // Following a redirect would turn the POST into a GET.
        redirect: 'manual',
        signal: stop.signal,
      });
      const text = await response.text();
      if (response.status < 200 || response.status >= 300) {
        return {
          ok: false,
          ...statusFault({ status: response.status, text, retryAfter: retryAfterOf(response) }, origin),
        };
      }
      return readAnswer(text, response.status, origin);
    } catch (cause) {
      if (signal?.aborted) return { ok: false, ...abortFault(signal, 'unknown') };
      if (stop.signal.aborted) {
        const error = new RealtimeError(CK603, `${origin} did not answer in ${settings.timeout} ms`, {
          cause,
        });
        return { ok: false, error, outcome: 'unknown', transient: true };
      }
      return { ok: false, ...networkFault(cause, origin) };
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    }
  };

  return {
    send: async (request) => {
      for (let repetition = 0; ; repetition += 1) {
        if (request.signal?.aborted) return { ok: false, ...abortFault(request.signal, 'refused') };
        const answer = await attempt(request);
        if (answer.ok || request.signal?.aborted) return answer;
        // Reading twice does no harm.
        const safe =
          answer.outcome === 'refused' || request.retryAmbiguous === true || request.method === 'GET';
        if (!answer.transient || !safe || repetition >= settings.retries) return answer;
        const wait = Math.max(settings.retryDelay(repetition + 1), answer.retryAfter ?? 0);
        if (wait > longestWait) return answer;
        await pause(wait, request.signal);
      }
    },
  };
}

function abortFault(signal: AbortSignal, outcome: ApiFault['outcome']): ApiFault {
  const error = new RealtimeError(CK603, 'the caller aborted it', {
    cause: signal.reason,
    remedy: 'Nothing to do.',
  });
  return { error, outcome, transient: false };
}

function readAnswer(text: string, status: number, origin: string): ApiAnswer {
  let json: unknown = {};
  try {
    if (text.trim() !== '') json = JSON.parse(text);
  } catch {
    // Not every compatible server answers in JSON; a success stays one.
    return { ok: true, json: {} };
  }
  // Some self-hosted servers wrap their refusals into a 200.
  const wrapped = json as { error?: unknown; code?: unknown } | null;
  if (typeof wrapped?.error === 'string' && typeof wrapped.code === 'number' && wrapped.code >= 400) {
    return { ok: false, ...statusFault({ status: wrapped.code, text: wrapped.error }, origin) };
  }
  return { ok: true, json: status === 204 ? {} : json };
}

function retryAfterOf(response: Response): number | undefined {
  const header = response.headers.get('retry-after');
  if (header === null) return undefined;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done, { once: true });
  });
}
