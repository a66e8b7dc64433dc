/** What ChannelKit's own packages share; not covered by semantic versioning. */

export { resolveChannel } from './channelArgument.ts';
export { type ChannelDescription, describeChannel } from './channelDescription.ts';
export { listen, silence } from './channelLease.ts';
export { idleStatus, nobody } from './channelStatus.ts';
export { report } from './client.ts';
export { controlUser, proposeUser, toUserId } from './clientUserStore.ts';
export { type Coalescer, type CoalescerOptions, createCoalescer } from './coalescer.ts';
export { offReason } from './connection.ts';
export { Emitter, type ReportError, rethrowLater } from './emitter.ts';
export { isBrowser, isDevelopment } from './environment.ts';
export * from './errorCodes/index.ts';
export type { EventListening } from './eventFan.ts';
export { clientIdentity } from './identity.ts';
export { type ChannelParams, type CompiledPattern, compilePattern } from './pattern.ts';
export { clientOf, setDefaultClient } from './singleton.ts';
export { createSnapshotStore, type WritableStore } from './store.ts';
export { Alarm, createSystemTimers } from './timers.ts';
export { type Validation, validate } from './validation.ts';
