import { RealtimeError } from '@channelkit/core';
import { CK404 } from '@channelkit/core/internal';

export * from '@channelkit/core';
export { HydratePositions, type HydratePositionsProps } from './provider/HydratePositions.tsx';
export {
  type ProviderOptions,
  PusherProvider,
  type PusherProviderProps,
} from './provider/PusherProvider.tsx';

const refuse = (name: string) => (): never => {
  throw new RealtimeError(CK404, `${name}() was called where no component state exists`);
};

/** @throws RealtimeError CK404: belongs in a module that begins with `'use client'`. */
export const createRealtimeHooks: () => never = refuse('createRealtimeHooks');
/** @throws RealtimeError CK404 in a server component. */
export const useChannel: () => never = refuse('useChannel');
/** @throws RealtimeError CK404 in a server component. */
export const useChannels: () => never = refuse('useChannels');
/** @throws RealtimeError CK404 in a server component. */
export const useConnection: () => never = refuse('useConnection');
/** @throws RealtimeError CK404 in a server component. */
export const useGap: () => never = refuse('useGap');
/** @throws RealtimeError CK404 in a server component. */
export const useIsLeader: () => never = refuse('useIsLeader');
/** @throws RealtimeError CK404 in a server component. */
export const useLiveRefresh: () => never = refuse('useLiveRefresh');
/** @throws RealtimeError CK404 in a server component. */
export const usePresence: () => never = refuse('usePresence');
/** @throws RealtimeError CK404 in a server component. */
export const usePusherContext: () => never = refuse('usePusherContext');
/** @throws RealtimeError CK404 in a server component. */
export const usePusherEvent: () => never = refuse('usePusherEvent');
/** @throws RealtimeError CK404 in a server component. */
export const useUserChannel: () => never = refuse('useUserChannel');
/** @throws RealtimeError CK404 in a server component. */
export const useSignIn: () => never = refuse('useSignIn');
/** @throws RealtimeError CK404 in a server component. */
export const useUserEvent: () => never = refuse('useUserEvent');
/** @throws RealtimeError CK404 in a server component. */
export const useWatchlist: () => never = refuse('useWatchlist');
