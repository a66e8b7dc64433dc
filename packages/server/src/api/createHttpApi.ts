import { RealtimeError } from '@channelkit/core/contract';
import { CK603 } from '@channelkit/core/contract/internal';
import { pathPrefix } from '../config/pathPrefix.ts';
import type { PusherServiceConfig } from '../config/pusherServiceConfig.ts';
import type { Signer } from '../crypto/createSigner.ts';
import { isNode } from '../crypto/nodeModule.ts';
import type { ApiAnswer, ApiFault } from './apiFault.ts';
import { fetchTransport } from './fetchTransport.ts';
import { networkFault } from './networkFault.ts';
import { nodeTransport } from './nodeTransport.ts';
import { pause } from './pause.ts';
import { readAnswer } from './readAnswer.ts';
import { signedQuery } from './signedQuery.ts';
import { RequestTimeout, type Transport } from './transport.ts';

/** One call of the HTTP API. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  /** Below `/apps/ID`, encoded for a URL. */
  readonly path: string;
  readonly params?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Also retry a request that may have been carried out. */
  readonly retryAmbiguous?: boolean | undefined;
}

/** How requests are sent and retried. */
export interface ApiSettings {
  /** @default Node's own `http` in Node.js, the global `fetch` elsewhere */
  readonly fetch?: typeof fetch | undefined;
  /** Milliseconds for one attempt. */
  readonly timeout: number;
  /** Attempts after the first. */
  readonly retries: number;
  /** Milliseconds to wait before attempt `attempt`; 1 is the first retry. */
  readonly retryDelay: (attempt: number) => number;
}

/** Sends signed requests; never throws. */
export interface HttpApi {
  send(request: ApiRequest): Promise<ApiAnswer>;
}

/** Doubles from 100 ms up to 500 ms, half of it random. */
export const defaultRetryDelay = (attempt: number): number =>
  Math.min(500, 100 * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);

const longestWait = 5_000;

/** `https://api-mt1.pusher.com`, or where `host`, `port` and `tls` point. */
export function apiOrigin({ cluster = 'mt1', host, port, tls = true }: PusherServiceConfig): string {
  return `${tls ? 'https' : 'http'}://${host ?? `api-${cluster}.pusher.com`}${port ? `:${port}` : ''}`;
}

/** Makes the {@link HttpApi} of one app. */
export function createHttpApi(config: PusherServiceConfig, signer: Signer, settings: ApiSettings): HttpApi {
  const origin = apiOrigin(config);
  const prefix = pathPrefix(config.path);
  let transport: Transport | undefined;
  /** Whether the server reads the prefix as part of the signed path; a proxy that strips it does not. */
  let signsPrefix = true;

  const connect = (): Transport => {
    if (settings.fetch) return fetchTransport(origin, settings.fetch);
    // The global fetch is looked up at each call: frameworks replace it after modules have loaded.
    return (
      (isNode() ? nodeTransport(origin) : undefined) ??
      fetchTransport(origin, (input, init) => fetch(input, init))
    );
  };

  const attempt = async (request: ApiRequest): Promise<ApiAnswer> => {
    const { method, params, signal } = request;
    const path = `/apps/${config.appId}${request.path}`;
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const signedPath = signsPrefix ? `${prefix}${path}` : path;
    const query = await signedQuery(signer, { key: config.key, method, path: signedPath, body, params });
    if (signal?.aborted) return { ok: false, ...abortFault(signal, 'refused') };
    transport ??= connect();
    try {
      const answer = await transport({
        method,
        path: `${prefix}${path}?${query}`,
        headers: {
          'x-pusher-library': 'channelkit-server',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body,
        timeout: settings.timeout,
        signal,
      });
      return readAnswer(answer, origin);
    } catch (cause) {
      if (signal?.aborted) return { ok: false, ...abortFault(signal, 'unknown') };
      if (cause instanceof RequestTimeout) {
        const detail = `${origin} did not answer in ${settings.timeout} ms`;
        const error = new RealtimeError(CK603, detail, { cause });
        return { ok: false, error, outcome: 'unknown', transient: true };
      }
      return { ok: false, ...networkFault(cause, origin) };
    }
  };

  /** One attempt, and behind a path prefix a second one with the other signature if the first is refused. */
  const attemptEitherPath = async (request: ApiRequest): Promise<ApiAnswer> => {
    const answer = await attempt(request);
    if (prefix === '' || answer.ok || answer.status !== 401) return answer;
    signsPrefix = !signsPrefix;
    const second = await attempt(request);
    if (second.ok || second.status !== 401) return second;
    signsPrefix = !signsPrefix;
    return answer;
  };

  return {
    send: async (request) => {
      for (let retry = 0; ; retry += 1) {
        const answer = await attemptEitherPath(request);
        if (answer.ok || request.signal?.aborted) return answer;
        // Reading twice does no harm.
        const isSafe =
          answer.outcome === 'refused' || request.retryAmbiguous === true || request.method === 'GET';
        if (!answer.transient || !isSafe || retry >= settings.retries) return answer;
        const wait = Math.max(settings.retryDelay(retry + 1), answer.retryAfter ?? 0);
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
