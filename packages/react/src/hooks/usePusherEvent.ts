import { useDebugValue, useInsertionEffect } from 'react';
import { useSnapshot } from '../lib/useSnapshot.ts';
import { ownChannel } from '../observers/aim.ts';
import { type EventCallbacks, EventObserver } from '../observers/eventObserver.ts';
import { useObserver } from '../observers/useObserver.ts';
import type { UsePusherEventOptions } from '../types/options.ts';
import type { RegisteredHooks } from '../types/register.ts';
import type { UsePusherEventResult } from '../types/results.ts';

/**
 * Runs a handler for the events of a channel and returns the newest event. Without the option `channel` it uses the current user's
 * channel. With `channel: null` or `undefined` it holds nothing.
 *
 * A component that uses only the handler never renders for an event; `data` and `message` render at most once per animation frame.
 * An error of a handler or reducer goes to the client's `onError` (CK210); the others run. A name that is refused has the status
 * `failed`. The channel is held from the first effect until unmount. When the channel, event list or user changes, the
 * data resets in the same render. On the server and in the first client render no event has arrived yet.
 *
 * @example
 * const { data, userId } = usePusherEvent<{ id: number }>('new-order');
 * usePusherEvent('order.updated', (order) => toast(order), { channel: 'private-orders' });
 * @throws RealtimeError CK401 without a provider, CK403 without `channel` and `userChannel`
 */
export const usePusherEvent: RegisteredHooks['usePusherEvent'] = ((
  event: EventCall['event'],
  handler: EventCall['handler'],
  options: EventCall['options'],
) => usePusherEventOf(undefined, { event, handler, options })) as RegisteredHooks['usePusherEvent'];

export function usePusherEventOf(
  contract: object | undefined,
  { event, handler, options = {} }: EventCall,
): UsePusherEventResult<unknown> {
  const { enabled, reduce, initial } = options;
  const channel = 'channel' in options ? options.channel : ownChannel;
  const reduces = reduce !== undefined;
  const key = typeof event === 'string' ? `${reduces} ${event}` : `${reduces}${JSON.stringify(event)}`;
  const observer = useObserver({ contract, channel, enabled, key }, (hold) => {
    const list = typeof event === 'string' ? [event] : event;
    return new EventObserver(hold, { events: list.includes('*') ? ['*'] : list, initial, reduces });
  });
  // Before any other effect of the commit, so that no event runs the callbacks of an older render (4).
  useInsertionEffect(() => observer.take({ handler, reduce }));
  useDebugValue(observer, ({ label }) => label);
  return useSnapshot(observer);
}

/** A call without its types. */
export interface EventCall {
  readonly event: string | readonly string[];
  readonly handler: EventCallbacks['handler'];
  readonly options?:
    | (UsePusherEventOptions & { readonly reduce?: EventCallbacks['reduce']; readonly initial?: unknown })
    | undefined;
}
