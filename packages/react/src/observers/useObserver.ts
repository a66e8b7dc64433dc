import { useKeyed } from '../lib/useKeyed.ts';
import { useRealtime } from '../provider/useRealtime.ts';
import { type AnyChannel, aimOf, type ownChannel } from './aim.ts';
import { type Hold, holdKey, type LeaseObserver } from './leaseObserver.ts';

/**
 * The observer of a hook that holds one channel. Another channel, client, `userId` prop or key creates a new one in the
 * same render, without the old data.
 * @throws RealtimeError CK401, CK403, CK103
 */
export function useObserver<TObserver extends LeaseObserver<unknown>>(
  { contract, channel, enabled, key }: HookHold,
  create: (hold: Hold) => TObserver,
): TObserver {
  const realtime = useRealtime(contract);
  const hold: Hold = { realtime, aim: aimOf(realtime, channel, enabled) };
  return useKeyed([...holdKey(hold), key], () => create(hold));
}

/** What a hook requests in a render. */
export interface HookHold {
  readonly contract: object | undefined;
  readonly channel: AnyChannel | typeof ownChannel | null | undefined;
  readonly enabled?: boolean | undefined;
  /** Distinguishes what is observed of the channel. */
  readonly key?: string;
}
