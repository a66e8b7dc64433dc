/** The contract part that ChannelKit's own packages share. Not covered by semantic versioning. */

export * from '../errors/index.ts';
export { resolveChannel } from './channelArgument.ts';
export { describeChannel } from './channelDescription.ts';
export { assertChannelName, channelKind, isCacheChannel } from './channelName.ts';
export { assertEventName } from './eventName.ts';
export { type CompiledPattern, compilePattern } from './pattern.ts';
export { validate } from './validation.ts';
