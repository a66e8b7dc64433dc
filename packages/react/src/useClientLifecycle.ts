import type { RealtimeClient, RealtimeOptions } from '@channelkit/core';
import { controlUser, proposeUser, setDefaultClient } from '@channelkit/core/internal';
import * as React from 'react';
import { useIsomorphicLayoutEffect } from './useIsomorphicLayoutEffect.ts';
import { readUserCookie } from './userCookie.ts';

interface Lifecycle {
  readonly client: RealtimeClient;
  /** The options of this render; those that are undefined are left as they are. */
  readonly options: RealtimeOptions;
  readonly controlledUserId: string | null | undefined;
  /** Throws while the user is controlled. */
  readonly setUserId: (id: string | number | null) => void;
  readonly isOutermost: boolean;
}

/** Everything that a provider does to its client, all of it in effects and none of it in render (promise 5). */
export function useClientLifecycle(lifecycle: Lifecycle): void {
  const { client, options, controlledUserId, setUserId, isOutermost } = lifecycle;
  // Layout effects of a provider run before the effects in which its children take their channels.
  useIsomorphicLayoutEffect(() => {
    client.configure(options);
  });

  // Anew for another contract, which a client takes only from the one provider that shows it: hot reload brings an edited one.
  const channels = options.channels;
  useIsomorphicLayoutEffect(() => client.mount(), [client, channels]);

  useIsomorphicLayoutEffect(() => {
    if (isOutermost) return setDefaultClient(client, setUserId);
  }, [client, isOutermost, setUserId]);

  const previous = React.useRef<{ client: RealtimeClient; userId: string | null } | null>(null);
  useIsomorphicLayoutEffect(() => {
    const { current } = previous;
    const free = controlledUserId === undefined ? null : controlUser(client, controlledUserId);
    // A new config keeps the user that was set by hand.
    if (!free && current && current.client !== client && client.user.getSnapshot().id === null) {
      proposeUser(client, current.userId);
    }
    return () => {
      free?.();
      previous.current = { client, userId: client.user.getSnapshot().id };
    };
  }, [client, controlledUserId]);

  const cookieReadFor = React.useRef<RealtimeClient | null>(null);
  React.useEffect(() => {
    // After the children's effects: what they set wins, and a user cleared later is not found again.
    if (controlledUserId !== undefined || cookieReadFor.current === client) return;
    cookieReadFor.current = client;
    if (client.user.getSnapshot().id === null) proposeUser(client, readUserCookie());
  }, [client, controlledUserId]);
}
