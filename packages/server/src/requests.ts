import { RealtimeError } from '@channelkit/core/contract';
import { CK606 } from '@channelkit/core/contract/internal';
import type { CallOptions, TriggerOptions } from './eventTypes.ts';
import type { ApiRequest } from './httpApi.ts';

/** A call that changes something. */
export const postRequest = (path: string, body: unknown, options: TriggerOptions): ApiRequest => ({
  method: 'POST',
  path,
  body,
  signal: options.signal,
  retryAmbiguous: options.retryAmbiguous,
});

/** A call that asks. Channel names need no encoding in a path: all their characters are legal there. */
export const getRequest = (
  path: string,
  params: Readonly<Record<string, string>>,
  options: CallOptions,
): ApiRequest => ({ method: 'GET', path, params, signal: options.signal });

/** One value or several as a list. */
export const listOf = <TItem>(value: TItem | readonly TItem[]): readonly TItem[] =>
  Array.isArray(value) ? value : [value as TItem];

/** The id of a user who has signed in. @throws RealtimeError CK606 */
export function assertUserId(userId: string): string {
  if (typeof userId === 'string' && userId.length > 0 && userId.length <= 128) return userId;
  throw new RealtimeError(CK606, 'the user id is not a string of 1 to 128 characters', {
    remedy: 'Pass the id that the user signed in with.',
  });
}
