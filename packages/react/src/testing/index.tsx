import type { UntypedChannels } from '@channelkit/core';
import { createTestClient, type TestClient, type TestClientOptions } from '@channelkit/core/testing';
import type { ReactElement, ReactNode } from 'react';
import { PusherProvider, type PusherProviderProps } from '../provider/PusherProvider.tsx';

/** What {@link createRealtimeWrapper} takes: everything of `createTestClient`, and the provider's user. */
export interface RealtimeWrapperOptions<TChannels = UntypedChannels> extends TestClientOptions<TChannels> {
  /** As the prop of `PusherProvider`; undefined: not controlled. @default null: nobody */
  readonly userId?: string | number | null | undefined;
  /** As the prop of `PusherProvider`. */
  readonly userChannel?: string | undefined;
}

/** A provider with a client that a test controls. */
export interface RealtimeWrapper<TChannels = UntypedChannels> extends TestClient<TChannels> {
  /** Pass it as `wrapper` to `render` and `renderHook`, or render it around a tree. */
  readonly wrapper: (props: { readonly children: ReactNode }) => ReactElement;
}

/**
 * Creates a provider, a client and a fake server with its auth endpoint for a component test. Needs no test library and touches
 * no network: `server.trigger(channel, event, data)` sends an event, `server.drop()` cuts the socket, `auth.answer(403)`
 * denies access, `auth.user = { id, info }` sets the member on presence channels (by default `userId`).
 * Hooks made by `createRealtimeHooks` use it too. Dispose the client at the end of the test.
 *
 * @example
 * const { wrapper, server, client } = createRealtimeWrapper({ channels, userId: 7 });
 * render(<OrderList />, { wrapper });
 */
export function createRealtimeWrapper<TChannels = UntypedChannels>(
  given: RealtimeWrapperOptions<TChannels> = {},
): RealtimeWrapper<TChannels> {
  const { userId, userChannel, ...options } = { userId: null, ...given };
  const parts = createTestClient<TChannels>(options);
  if (userId !== null && userId !== undefined && !options.authEndpoint)
    parts.auth.user = { id: String(userId) };
  const props = { client: parts.client, userId, userChannel } as unknown as PusherProviderProps;
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <PusherProvider {...props}>{children}</PusherProvider>
  );
  return { ...parts, wrapper };
}
