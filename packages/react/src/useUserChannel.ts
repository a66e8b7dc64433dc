import { compilePattern } from '@channelkit/core/internal';
import { useRealtime } from './context.ts';
import { useUserId } from './useUserId.ts';

/** The untyped implementation behind every form of `useUserChannel`. */
export function useUserChannelOf(contract: object | undefined, template: string): string | null {
  const userId = useUserId(useRealtime(contract));
  return userId === null ? null : compilePattern(template).fill({ userId });
}

/**
 * The name of the current user's channel by a template with `{userId}`; null while there is no user. It holds nothing: pass it
 * to `useChannel` or as `channel` of `usePusherEvent`.
 *
 * @example
 * const name = useUserChannel('private-user.{userId}.invoices');
 * @throws RealtimeError CK401 without a provider, CK105 for a user id that the template cannot carry
 */
export function useUserChannel(template: string): string | null {
  return useUserChannelOf(undefined, template);
}
