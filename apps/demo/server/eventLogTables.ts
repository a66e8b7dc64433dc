// The tables of the demo's event log, for drizzle-kit.
export { eventLog, eventLogChannels, eventLogEpoch } from '@channelkit/server/drizzle';
