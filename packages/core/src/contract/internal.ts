/** The contract part that ChannelKit's own packages share. Not covered by semantic versioning. */

export * from '../errors/index.ts';
export { fnv1a } from '../lib/fnv1a.ts';
export { continuityKey, type Position, positionText, readPosition, skipDigest } from '../lib/position.ts';
export { assertChannelName, assertEventName, channelKind, isCacheChannel } from './channelName.ts';
export { type CompiledPattern, compilePattern } from './pattern.ts';
export { describeChannel, resolveChannel } from './resolveChannel.ts';
export { validate } from './validation.ts';
