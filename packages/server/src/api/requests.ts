import { RealtimeError } from '@channelkit/core/contract';
import { CK606 } from '@channelkit/core/contract/internal';
import type { CallOptions, TriggerOptions } from '../events/eventTypes.ts';
import type { ApiRequest } from './createHttpApi.ts';

/** A request that changes something. */
export const postRequest = (path: string, body: unknown, options: TriggerOptions): ApiRequest => ({
  method: 'POST',
  path,
  body,
  signal: options.signal,
  retryAmbiguous: options.retryAmbiguous,
});

/** A request that reads. */
export const getRequest = (
  path: string,
  params: Readonly<Record<string, string>>,
  options: CallOptions,
): ApiRequest => ({ method: 'GET', path, params, signal: options.signal });

/**
 * One part of an API path. `.` and `..` are refused: a URL drops them even when they are escaped, so the request would go to another path.
 * @throws RealtimeError CK606
 */
export function pathPart(value: string, what: string): string {
  if (value === '.' || value === '..')
    throw new RealtimeError(CK606, `a URL cannot carry ${what} "${value}"`, {
      remedy: 'Choose a name with another character in it.',
    });
  return encodeURIComponent(value);
}

/** The id of a signed-in user. @throws RealtimeError CK606 */
export function assertUserId(userId: string): string {
  if (typeof userId === 'string' && userId.length > 0 && userId.length <= 128) return userId;
  throw new RealtimeError(CK606, 'the user id is not a string of 1 to 128 characters', {
    remedy: 'Pass the id that the user signed in with.',
  });
}
