// The event log on PostgreSQL through Drizzle.

export { createDrizzlePort, type DrizzleDatabase } from './createDrizzlePort.ts';
export { eventLog, eventLogChannels, eventLogEpoch } from './eventLogTables.ts';
