'use client';
import {
  type ChannelContract,
  type RealtimeClient,
  type RealtimeClientOptions,
  type RealtimeConfig,
  RealtimeError,
  type RealtimeOptions,
  type UntypedChannels,
} from '@channelkit/core';
import { CK402, clientIdentity, clientOf, compilePattern, toUserId } from '@channelkit/core/internal';
import * as React from 'react';
import { FrameBatch } from '../lib/frameBatch.ts';
import { useKeyed } from '../lib/useKeyed.ts';
import { type Realtime, RealtimeContext } from './realtimeContext.ts';
import { useClientLifecycle } from './useClientLifecycle.ts';

/**
 * Provides a client and a user to the hooks below it. Providers with the same `config` share one client per browsing context.
 * Nothing is loaded and no socket is opened before a channel is held. A `config` with another key or host moves every hook, and
 * the user, to a new client.
 *
 * Renders the same on the server, where it never connects. It can be used in a server layout: `config`, `userId`, `userChannel`
 * and `auth={{ endpoint }}` are plain JSON.
 * @throws RealtimeError CK207 in development, for a second contract on one client
 */
export function PusherProvider<TChannels = UntypedChannels>(
  props: PusherProviderProps<TChannels>,
): React.ReactElement {
  const { children, userId, userChannel, config = null, client: given, debug = false, ...options } = props;
  const parent = React.useContext(RealtimeContext);
  const settings = { key: '', ...config, ...options } as RealtimeClientOptions<never>;
  const identity = given ? null : clientIdentity(settings);
  // On a server every call creates a client, so a nested provider uses its parent's.
  const shared = parent?.identity === identity ? parent.client : null;
  const known = (given as RealtimeClient | undefined) ?? shared;
  const client = useKeyed(
    [known, identity],
    () => known ?? clientOf(settings as unknown as RealtimeClientOptions),
  );
  // Props left out are inherited from an outer provider of the same client.
  const outer = parent?.client === client ? parent : null;
  const controlledUserId = userId === undefined ? outer?.controlledUserId : toUserId(userId);
  const isControlled = controlledUserId !== undefined;
  const setUserId = React.useCallback(
    (id: string | number | null) => {
      if (isControlled) throw new RealtimeError(CK402, 'setUserId() was called');
      client.user.set(id);
    },
    [client, isControlled],
  );
  const frames = useKeyed([client], () => new FrameBatch(client.timers));
  const contract = (options.channels ?? client.contract) as ChannelContract | undefined;
  const isDisabled = given ? client.connection.getServerSnapshot().state === 'disabled' : !config?.key;
  const inherited = outer?.userChannel;
  const template = React.useMemo(
    () => (userChannel === undefined ? inherited : compilePattern(userChannel)),
    [userChannel, inherited],
  );
  const value = React.useMemo<Realtime>(
    () => ({
      client,
      contract,
      identity,
      isDisabled,
      controlledUserId,
      setUserId,
      userChannel: template,
      frames,
      parent,
    }),
    [client, contract, identity, isDisabled, controlledUserId, setUserId, template, frames, parent],
  );
  useClientLifecycle({
    client,
    options: options as RealtimeOptions,
    debug: given || config ? debug : null,
    controlledUserId,
    setUserId,
    isOutermost: parent === null,
  });
  return <RealtimeContext.Provider value={value}>{children}</RealtimeContext.Provider>;
}

interface CommonProps {
  readonly children?: React.ReactNode;
  /** `null`: nobody is signed in, and the cookie is not read. Absent: the cookie `user_id`, or `setUserId`. */
  readonly userId?: string | number | null | undefined;
  /**
   * Logs connection, channels and events to the browser's console, in development only. `localStorage.channelkit = 'debug'` does so
   * without a code change. Warnings are always logged. @default false
   */
  readonly debug?: boolean | undefined;
  /** Pattern of the user's channel, for example `private-user.{userId}`. */
  readonly userChannel?: string | undefined;
}

/** Options for a `config`. Each may be a new object in every render. */
export type ProviderOptions<TChannels> = RealtimeOptions<TChannels>;

/** Props of `PusherProvider`: a plain JSON `config` (null turns realtime off), or an existing client. */
export type PusherProviderProps<TChannels = UntypedChannels> = CommonProps &
  (
    | ({ readonly config: RealtimeConfig | null; readonly client?: undefined } & ProviderOptions<TChannels>)
    | ({ readonly client: RealtimeClient<TChannels>; readonly config?: undefined } & {
        readonly [K in keyof ProviderOptions<TChannels>]?: undefined;
      })
  );
