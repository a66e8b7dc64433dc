import { signedQuery } from '../protocol/signature.ts';
import { CliError } from './cliError.ts';
import type { Target } from './settings.ts';

/** A signed request to the HTTP API. */
export interface ApiCall {
  method: 'GET' | 'POST' | 'DELETE';
  /** Relative to `/apps/ID`, with a leading slash. */
  path: string;
  params?: Record<string, string>;
  body?: unknown;
}

/** Builds the URL and body of a call; the signature is valid for ten minutes. */
export function signCall(target: Target, call: ApiCall): { url: string; body: string | undefined } {
  const path = `/apps/${target.id}${call.path}`;
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  const query = signedQuery(target, {
    method: call.method,
    path,
    ...(body === undefined ? {} : { body }),
    ...(call.params ? { params: call.params } : {}),
  });
  return { url: `${target.apiUrl}${path}?${query}`, body };
}

/** Makes a call and returns the JSON it is answered with. @throws {CliError} for a refusal or an unreachable server */
export async function callApi(target: Target, call: ApiCall, signal: AbortSignal): Promise<unknown> {
  const { url, body } = signCall(target, call);
  const response = await fetch(url, {
    method: call.method,
    signal: AbortSignal.any([signal, AbortSignal.timeout(15_000)]),
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  }).catch((error: unknown) => {
    throw new CliError(
      `Cannot reach ${target.apiUrl}: ${reason(error)}. Is the server running? Start one: channelkit dev`,
    );
  });
  const text = await response.text();
  if (!response.ok)
    throw new CliError(`${target.apiUrl} answered ${response.status}: ${text.trim().slice(0, 500)}`);
  try {
    return JSON.parse(text);
  } catch {
    throw new CliError(`${target.apiUrl} did not answer with JSON; is it a Pusher server?`);
  }
}

function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.message : String(cause);
}
