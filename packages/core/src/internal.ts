/** What ChannelKit's own packages share. Not covered by semantic versioning. */

export { idleStatus, noMembers } from './channel/channel.ts';
export type { EventListening } from './channel/eventListeners.ts';
export { listen, silence } from './channel/lease.ts';
export { report, startFrom } from './client/client.ts';
export { clientIdentity } from './client/clientIdentity.ts';
export { clientOf, setDefaultClient } from './client/getRealtimeClient.ts';
export { offReason } from './context.ts';
export * from './contract/internal.ts';
export { createCoalescer } from './lib/coalescer.ts';
export { isBrowser } from './lib/environment.ts';
export { NotifyQueue, type ReportError, rethrowLater } from './lib/notifyQueue.ts';
export { createSnapshotStore, type WritableStore } from './lib/store.ts';
export { Alarm, createSystemTimers } from './lib/timers.ts';
export { controlUser, proposeUser, toUserId } from './user/user.ts';
