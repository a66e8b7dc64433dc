// The event log on PostgreSQL through pg.

export { createPostgresPort, type PostgresClient } from './createPostgresPort.ts';
export { eventLogTables } from './eventLogTables.ts';
