import { useDebugValue, useMemo } from 'react';
import { useSelection } from '../lib/useSelection.ts';
import { useRealtime } from '../provider/useRealtime.ts';
import { useUserId } from '../provider/useUserId.ts';
import type { RegisteredHooks } from '../types/register.ts';
import type { UseSignInResult } from '../types/results.ts';

/**
 * Returns the sign-in of the current user on the connection (Pusher's "user authentication"). The client signs in once a user
 * is set, the provider has `userAuth`, and the socket is open; this hook returns its state and opens no socket. On the server,
 * and during hydration, the state is `off`.
 *
 * @example
 * const { isSignedIn, error } = useSignIn();
 * @throws RealtimeError CK401 without a provider
 */
export const useSignIn: RegisteredHooks['useSignIn'] = () => useSignInOf(undefined);

export function useSignInOf(contract: object | undefined): UseSignInResult {
  const realtime = useRealtime(contract);
  const userId = useUserId(realtime);
  const { signIn: state, error } = useSelection(realtime.client.user, ({ signIn, error }) => ({
    signIn,
    error,
  }));
  useDebugValue(state);
  return useMemo(() => ({ userId, state, isSignedIn: state === 'signed-in', error }), [userId, state, error]);
}
