import type { ChannelHead, ClaimedEvent, EventLogPort, LoggedEvent } from '../log/eventLogPort.ts';

/** A statement: the texts around its values, as a tagged template has them. */
export interface Statement {
  readonly texts: TemplateStringsArray;
  readonly values: readonly (string | number)[];
}

/** Runs a statement in a transaction, or outside of any if that is null, and returns its rows. */
export type RunStatement<TTransaction> = (
  transaction: TTransaction | null,
  statement: Statement,
) => Promise<readonly object[]>;

const sql = (texts: TemplateStringsArray, ...values: (string | number)[]): Statement => ({ texts, values });

/**
 * An event log on PostgreSQL, whatever driver runs the statements. Lists are passed as JSON text, which every driver passes alike. The
 * statements take the tables from the connection's search path.
 */
export function createSqlPort<TTransaction>(run: RunStatement<TTransaction>): EventLogPort<TTransaction> {
  const rowsOf = async <TRow>(transaction: TTransaction | null, statement: Statement) =>
    (await run(transaction, statement)) as readonly TRow[];

  const readHeads = async (channels: string) => {
    // An array and not a join, for which PostgreSQL would read the whole table.
    const rows = await rowsOf<ChannelHead & { readonly channel: string | null }>(
      null,
      sql`
        select channel, epoch, serial, skipped from event_log_channels
        where channel = any(array(select json_array_elements_text(${channels}::json)))
        union all
        select null, epoch, 0, '' from event_log_epoch
      `,
    );
    const log = rows.find(({ channel }) => channel === null);
    return { epoch: log?.epoch, heads: rows.filter((row) => row !== log).map(toHead) };
  };

  return {
    advance: async (transaction, channels, fresh) => {
      // The update changes nothing: it returns the epoch that another transaction has begun meanwhile, which the statement does not see.
      const rows = await rowsOf<ChannelHead>(
        transaction,
        sql`
          with begun as (
            insert into event_log_epoch (id, epoch)
            select 1, ${fresh}::text where not exists (select from event_log_epoch)
            on conflict (id) do update set epoch = event_log_epoch.epoch
            returning epoch
          )
          insert into event_log_channels as head (channel, epoch, serial)
          select
            given.channel,
            coalesce((select epoch from begun), (select epoch from event_log_epoch), ${fresh}::text),
            given.count
          from json_to_recordset(${JSON.stringify(channels)}::json) as given(channel text, count bigint)
          order by given.channel collate "C"
          on conflict (channel) do update set serial = head.serial + excluded.serial
          returning head.channel, head.epoch, head.serial, head.skipped
        `,
      );
      return rows.map(toHead);
    },
    insert: async (transaction, events, heads) => {
      await run(
        transaction,
        sql`
          with inserted as (
            insert into event_log (id, channel, event, data, socket_id, at, epoch, serial, skipped, state)
            select id, channel, event, data, "socketId", at, epoch, serial, skipped, state
            from json_to_recordset(${JSON.stringify(events)}::json) as given(
              id uuid, channel text, event text, data text, "socketId" text,
              at bigint, epoch text, serial bigint, skipped text, state text
            )
          )
          update event_log_channels as head set skipped = given.skipped
          from json_to_recordset(${JSON.stringify(heads)}::json) as given(channel text, skipped text)
          where head.channel = given.channel
        `,
      );
    },
    claim: async ({ limit, now, leasedUntil }) => {
      // A common table expression: a subquery could run more than once and lock more rows than the limit.
      const rows = await rowsOf<ClaimedEvent>(
        null,
        sql`
          with due as (
            select seq from event_log where state = 'waiting' and due_at <= ${now}::bigint
            order by seq limit ${limit}::int for update skip locked
          ), claimed as (
            update event_log set due_at = ${leasedUntil}::bigint from due where event_log.seq = due.seq
            returning event_log.*
          )
          select id, channel, event, data, socket_id as "socketId", at, epoch, serial, skipped, attempts
          from claimed order by seq
        `,
      );
      return rows.map((row) => ({ ...toEvent(row), attempts: Number(row.attempts) }));
    },
    settle: async (outcomes) => {
      if (outcomes.length === 0) return;
      await run(
        null,
        sql`
          with outcome as (
            select * from json_to_recordset(${JSON.stringify(outcomes)}::json) as given(
              id uuid, state text, attempts int, "dueAt" bigint, error text
            )
          ), forgotten as (
            delete from event_log using outcome
            where event_log.id = outcome.id and event_log.state = 'waiting'
              and outcome.state = 'sent' and event_log.serial is null
          )
          update event_log set
            state = case outcome.state when 'sent' then 'kept' else outcome.state end,
            attempts = coalesce(outcome.attempts, event_log.attempts),
            due_at = coalesce(outcome."dueAt", event_log.due_at),
            error = outcome.error
          from outcome
          where event_log.id = outcome.id and event_log.state = 'waiting'
            and (outcome.state <> 'sent' or event_log.serial is not null)
        `,
      );
    },
    heads: async (channels, fresh) => {
      const asked = JSON.stringify(channels);
      let found = await readHeads(asked);
      if (found.epoch === undefined) {
        await run(
          null,
          sql`insert into event_log_epoch (id, epoch) values (1, ${fresh}::text) on conflict (id) do nothing`,
        );
        found = await readHeads(asked);
      }
      return { epoch: found.epoch ?? fresh, heads: found.heads };
    },
    read: async (ranges) => {
      const rows = await rowsOf<LoggedEvent>(
        null,
        sql`
          select event_log.id, event_log.channel, event_log.event, event_log.data,
            event_log.socket_id as "socketId", event_log.at, event_log.epoch, event_log.serial, event_log.skipped
          from json_to_recordset(${JSON.stringify(ranges)}::json) as range(
            channel text, epoch text, "after" bigint, "until" bigint
          )
          join event_log on event_log.channel = range.channel and event_log.epoch = range.epoch
            and event_log.serial > range."after" and event_log.serial <= range."until"
          order by event_log.channel, event_log.serial
        `,
      );
      return rows.map((row) => ({ ...toEvent(row), serial: Number(row.serial) }));
    },
    trim: async ({ before, count }) => {
      const [row] = await rowsOf<{ readonly trimmed: unknown }>(
        null,
        sql`
          with old as (
            delete from event_log
            where state <> 'waiting' and serial is not null and at < ${before}::bigint
            returning seq
          ), surplus as (
            delete from event_log using event_log_channels as head
            where head.serial > ${count}::bigint
              and event_log.channel = head.channel and event_log.epoch = head.epoch
              and event_log.serial <= head.serial - ${count}::bigint
              and event_log.state <> 'waiting' and event_log.at >= ${before}::bigint
            returning event_log.seq
          )
          select (select count(*) from old) + (select count(*) from surplus) as trimmed
        `,
      );
      return Number(row?.trimmed);
    },
    reset: async (transaction, epoch) => {
      // Statements of their own: each sees what was committed while the lock was waited for.
      await run(transaction, sql`lock table event_log_channels in share row exclusive mode`);
      await run(transaction, sql`delete from event_log where serial is not null and state <> 'waiting'`);
      await run(
        transaction,
        sql`
          update event_log set epoch = ${epoch}::text, serial = waiting.place, skipped = '[]'
          from (
            select seq, row_number() over (partition by channel order by seq) as place
            from event_log where serial is not null
          ) as waiting
          where event_log.seq = waiting.seq
        `,
      );
      await run(
        transaction,
        sql`
          update event_log_channels as head set epoch = ${epoch}::text, skipped = '[]', serial = (
            select count(*) from event_log
            where event_log.channel = head.channel and event_log.epoch = ${epoch}::text
          )
        `,
      );
      await run(
        transaction,
        sql`
          insert into event_log_epoch (id, epoch) values (1, ${epoch}::text)
          on conflict (id) do update set epoch = excluded.epoch
        `,
      );
    },
  };
}

// Drivers return a bigint as a text, a number or a BigInt.

const toHead = (row: ChannelHead): ChannelHead => ({ ...row, serial: Number(row.serial) });

const toEvent = <TRow extends LoggedEvent>(row: TRow): TRow => ({
  ...row,
  at: Number(row.at),
  serial: row.serial === null ? null : Number(row.serial),
});
