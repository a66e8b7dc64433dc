import { useDebugValue, useEffect, useInsertionEffect, useState } from 'react';
import { useRealtime } from '../provider/useRealtime.ts';
import type { HoldOptions } from '../types/options.ts';
import type { RegisteredHooks } from '../types/register.ts';

/**
 * Runs a handler for an event that the server sends to the signed-in user, on any channel or none (`sendToUser`). Opens the socket.
 * It needs the provider's option `userAuth`: without it no user is signed in and no event arrives. The payload is parsed but not
 * validated. It never renders.
 *
 * @example
 * useUserEvent<{ text: string }>('notice', ({ text }) => toast(text));
 * @throws RealtimeError CK401 without a provider
 */
export const useUserEvent: RegisteredHooks['useUserEvent'] = (event, handler, options) =>
  useUserEventOf(undefined, { event, handler: handler as UserEventCall['handler'], options });

export function useUserEventOf(
  contract: object | undefined,
  { event, handler, options: { enabled = true } = {} }: UserEventCall,
): void {
  const { client } = useRealtime(contract);
  const [latest] = useState(() => ({ handler }));
  // Before any other effect of the commit, so that no event runs the handler of an older render (4).
  useInsertionEffect(() => void Object.assign(latest, { handler }));
  useEffect(
    () => (enabled ? client.user.on(event, (data) => latest.handler(data)) : undefined),
    [client, event, enabled, latest],
  );
  useDebugValue(event);
}

/** A call without its types. */
export interface UserEventCall {
  readonly event: string;
  readonly handler: (data: unknown) => void;
  readonly options?: HoldOptions | undefined;
}
