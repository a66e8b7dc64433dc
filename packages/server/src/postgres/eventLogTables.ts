/** The statements that create the tables of an event log, for a migration. */
export const eventLogTables = `
create table event_log (
  seq bigserial primary key,
  id uuid not null unique,
  channel text not null,
  event text not null,
  data text not null,
  socket_id text,
  at bigint not null,
  epoch text,
  serial bigint,
  skipped text not null default '[]',
  state text not null default 'waiting',
  attempts integer not null default 0,
  due_at bigint not null default 0,
  error text
);
create unique index event_log_position on event_log (channel, epoch, serial) where serial is not null;
create index event_log_due on event_log (due_at, seq) where state = 'waiting';
create index event_log_age on event_log (at) where state <> 'waiting' and serial is not null;
create table event_log_channels (
  channel text primary key,
  epoch text not null,
  serial bigint not null,
  skipped text not null default '[]'
);
create table event_log_epoch (
  id integer primary key,
  epoch text not null
);
`;
