import { compilePattern } from '@channelkit/core/internal';
import { useDebugValue } from 'react';
import { useRealtime } from '../provider/useRealtime.ts';
import { useUserId } from '../provider/useUserId.ts';
import type { RegisteredHooks } from '../types/register.ts';

/**
 * Returns the name of the current user's channel, from a pattern with `{userId}`; null without a user. It holds nothing: pass
 * the name to `useChannel`, or as the option `channel` of `usePusherEvent`.
 *
 * @example
 * const name = useUserChannel('private-user.{userId}.invoices');
 * @throws RealtimeError CK401 without a provider, CK105 for a user id that does not fit the pattern
 */
export const useUserChannel: RegisteredHooks['useUserChannel'] = ((pattern: string) =>
  useUserChannelOf(undefined, pattern)) as RegisteredHooks['useUserChannel'];

export function useUserChannelOf(contract: object | undefined, pattern: string): string | null {
  const userId = useUserId(useRealtime(contract));
  const name = userId === null ? null : compilePattern(pattern).fill({ userId });
  useDebugValue(name);
  return name;
}
