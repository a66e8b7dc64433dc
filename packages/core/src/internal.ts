/** What ChannelKit's own packages share; not covered by semantic versioning. */

export { resolveChannel } from './channelArgument.ts';
export { describeChannel } from './channelDescription.ts';
export { listen, silence } from './channelLease.ts';
export { idleStatus, noMembers } from './channelStatus.ts';
export { report } from './client.ts';
export { controlUser, proposeUser, toUserId } from './clientUserStore.ts';
export { createCoalescer } from './coalescer.ts';
export { offReason } from './connection.ts';
export { type ReportError, rethrowLater } from './emitter.ts';
export { isBrowser } from './environment.ts';
export * from './errorCodes/index.ts';
export type { EventListening } from './eventFan.ts';
export { clientIdentity } from './identity.ts';
export { type CompiledPattern, compilePattern } from './pattern.ts';
export { clientOf, setDefaultClient } from './singleton.ts';
export { createSnapshotStore, type WritableStore } from './store.ts';
export { Alarm, createSystemTimers } from './timers.ts';
export { validate } from './validation.ts';
