import type { RealtimeClient, RealtimeOptions } from '@channelkit/core';
import { controlUser, proposeUser, setDefaultClient } from '@channelkit/core/internal';
import * as React from 'react';
import { watchClient } from '../debug/developmentLog.ts';
import { useIsomorphicLayoutEffect } from '../lib/useIsomorphicLayoutEffect.ts';
import { readUserCookie } from './readUserCookie.ts';

/** Everything a provider does to its client, all of it in effects (5). */
export function useClientLifecycle(lifecycle: Lifecycle): void {
  const { client, options, debug, controlledUserId, setUserId, isOutermost } = lifecycle;
  // A provider's layout effects run before the effects in which its children acquire their channels.
  useIsomorphicLayoutEffect(() => {
    client.configure(options);
  });

  // Remount for another contract: hot reload replaces it, and a client accepts a new one only while a single provider is mounted.
  const channels = options.channels;
  useIsomorphicLayoutEffect(() => client.mount(), [client, channels]);

  useIsomorphicLayoutEffect(() => {
    if (isOutermost) return setDefaultClient(client, setUserId);
  }, [client, isOutermost, setUserId]);

  useIsomorphicLayoutEffect(() => watchClient(client, debug), [client, debug]);

  const previous = React.useRef<{ client: RealtimeClient; userId: string | null } | null>(null);
  useIsomorphicLayoutEffect(() => {
    const { current } = previous;
    const free = controlledUserId === undefined ? null : controlUser(client, controlledUserId);
    // A user set by hand moves to the client of a new config.
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
    // After the children's effects: a user they set wins, and the cookie does not bring back a user who was cleared.
    if (controlledUserId !== undefined || cookieReadFor.current === client) return;
    cookieReadFor.current = client;
    if (client.user.getSnapshot().id === null) proposeUser(client, readUserCookie());
  }, [client, controlledUserId]);
}

interface Lifecycle {
  readonly client: RealtimeClient;
  /** The options of this render; undefined ones leave the client's as they are. */
  readonly options: RealtimeOptions;
  /** null: realtime is turned off on purpose. */
  readonly debug: boolean | null;
  readonly controlledUserId: string | null | undefined;
  /** Throws while the user is controlled. */
  readonly setUserId: (id: string | number | null) => void;
  readonly isOutermost: boolean;
}
