import { type ChannelKind, channelKind } from '../contract/channelName.ts';
import { RealtimeError } from '../errors/realtimeError.ts';
import { CK301, CK302, CK305 } from '../errors/withSocket.ts';
import type { AuthOptions, AuthorizationRequest, EndpointAuth, PerRequest } from '../options.ts';
import type { AuthorizationData } from '../transport/transport.ts';

/** A failed authorization. `final` if trying again cannot help. */
export class AuthorizationFailure extends Error {
  readonly final: boolean;
  readonly error: RealtimeError;
  /** The HTTP status; null if there was none. */
  readonly status: number | null;

  constructor(error: RealtimeError, final: boolean, status: number | null = null) {
    super(error.message);
    this.error = error;
    this.final = final;
    this.status = status;
  }
}

const perRequest = async (
  value: PerRequest<Record<string, string>> | undefined,
): Promise<Record<string, string>> => (await (typeof value === 'function' ? value() : value)) ?? {};

/**
 * Posts form-encoded fields to an endpoint and returns its JSON. Headers and params are read anew each time. Only status 200 counts, as in
 * pusher-js. @throws AuthorizationFailure CK302 for 403 (final), else CK301
 */
export async function postForm(
  { endpoint, ...given }: EndpointAuth,
  fields: Record<string, string>,
  signal: AbortSignal,
): Promise<unknown> {
  const url = typeof endpoint === 'function' ? endpoint(fields.channel_name ?? null) : endpoint;
  const params = await perRequest(given.params);
  return post({ ...given, endpoint: url }, new URLSearchParams({ ...params, ...fields }), signal);
}

/** Posts JSON to an endpoint and returns its JSON, as {@link postForm} does. Params become fields of the body. */
export async function postJson(
  given: Endpoint,
  fields: Record<string, unknown>,
  signal: AbortSignal,
): Promise<unknown> {
  const params = await perRequest(given.params);
  return post(given, JSON.stringify({ ...params, ...fields }), signal);
}

type Endpoint = Omit<EndpointAuth, 'endpoint'> & { readonly endpoint: string };

async function post(
  { endpoint, headers, credentials = 'same-origin' }: Endpoint,
  body: URLSearchParams | string,
  signal: AbortSignal,
): Promise<unknown> {
  const extraHeaders = await perRequest(headers);
  const type = typeof body === 'string' ? { 'content-type': 'application/json' } : {};
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { accept: 'application/json', ...type, ...extraHeaders },
    body,
    credentials,
    signal,
  });
  // Without the query, which may contain secrets.
  const answered = `${endpoint.split('?')[0]} returned status ${response.status}`;
  if (response.status === 200)
    return response.json().catch((cause: unknown) => {
      throw new RealtimeError(CK301, `${answered} without JSON`, { cause });
    });
  throw failureOf(response.status, answered);
}

/** Splits a list into what one request takes: 200 channels (docs/continuity-protocol.md). */
export function inBatches<TItem>(all: readonly TItem[]): TItem[][] {
  const size = 200;
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
    all.slice(at * size, (at + 1) * size),
  );
}

/** The failure of an authorization that was answered with another status than 200. */
export function failureOf(status: number, detail: string): AuthorizationFailure {
  const denied = status === 403;
  return new AuthorizationFailure(new RealtimeError(denied ? CK302 : CK301, detail), denied, status);
}

/** Turns any failure of an authorization into an {@link AuthorizationFailure}. */
export function asFailure(cause: unknown, subject: string): AuthorizationFailure {
  if (cause instanceof AuthorizationFailure) return cause;
  if (cause instanceof RealtimeError) return new AuthorizationFailure(cause, cause.code === 'CK305');
  const status = (cause as { status?: unknown } | null)?.status;
  const denied = status === 403;
  const why = cause instanceof Error ? cause.message : 'no reason given';
  const error = new RealtimeError(denied ? CK302 : CK301, `${subject}: ${why}`, { cause });
  return new AuthorizationFailure(error, denied, typeof status === 'number' ? status : null);
}

/** Reads the member's id in `channel_data`; null if it cannot be read. */
export function readMemberId(channelData: unknown): string | null {
  if (typeof channelData !== 'string') return null;
  try {
    const id = (JSON.parse(channelData) as { user_id?: unknown } | null)?.user_id;
    return typeof id === 'string' || typeof id === 'number' ? String(id) : null;
  } catch {
    return null;
  }
}

/** What is wrong with the data of an authorization; null if it is complete. */
function faultOf(data: unknown, kind: ChannelKind): string | null {
  const { auth, channel_data, shared_secret } = (data ?? {}) as Record<keyof AuthorizationData, unknown>;
  if (typeof auth !== 'string') return 'has no string "auth"';
  if (kind === 'presence' && readMemberId(channel_data) === null)
    return 'has no "channel_data", JSON text with a "user_id"';
  // 32 bytes in base64.
  if (kind === 'encrypted' && !/^[A-Za-z0-9+/]{43}=$/.test(String(shared_secret)))
    return 'has no "shared_secret" of 32 bytes in base64';
  return null;
}

/**
 * Authorizes one subscription. `askEndpoint` posts the request, alone or with others.
 * @throws (rejects) AuthorizationFailure
 */
export async function authorizeChannel(
  auth: AuthOptions | undefined,
  request: AuthorizationRequest,
  askEndpoint: (auth: EndpointAuth, request: AuthorizationRequest) => Promise<unknown>,
): Promise<AuthorizationData> {
  const subject = `channel "${request.channelName}"`;
  try {
    if (!auth) throw new RealtimeError(CK305, `${subject} needs it`);
    const data: unknown =
      'authorize' in auth ? await auth.authorize(request) : await askEndpoint(auth, request);
    const fault = faultOf(data, channelKind(request.channelName));
    if (fault) throw new RealtimeError(CK301, `the answer for ${subject} ${fault}`);
    return data as AuthorizationData;
  } catch (cause) {
    throw asFailure(cause, subject);
  }
}
