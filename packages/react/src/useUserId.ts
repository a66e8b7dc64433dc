import { useSyncExternalStore } from 'react';
import type { Realtime } from './context.ts';

const nobody = () => null;
const nothing = () => {};
const ignore = () => nothing;

/**
 * The user of a provider. An uncontrolled one is read from the client's store by each hook and not handed down by
 * context: a boundary that hydrates late must still see what the server rendered (promise 6).
 */
export function useUserId({ client, controlledUserId }: Realtime): string | null {
  const isControlled = controlledUserId !== undefined;
  const stored = useSyncExternalStore(
    isControlled ? ignore : client.user.subscribe,
    isControlled ? nobody : () => client.user.getSnapshot().id,
    nobody,
  );
  return isControlled ? controlledUserId : stored;
}
