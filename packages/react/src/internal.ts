/** Shared by ChannelKit's own packages; not covered by semantic versioning. */

export { useIsomorphicLayoutEffect } from './lib/useIsomorphicLayoutEffect.ts';
export { useKeyed } from './lib/useKeyed.ts';
export { useSelection } from './lib/useSelection.ts';
export { useSnapshot } from './lib/useSnapshot.ts';
export type { AnyChannel } from './observers/aim.ts';
export type { ChannelListItem } from './observers/statusObserver.ts';
export { useChannelList } from './observers/useChannelList.ts';
export type { Realtime } from './provider/realtimeContext.ts';
export { useRealtime } from './provider/useRealtime.ts';
export { useUserId } from './provider/useUserId.ts';
