import 'server-only';
import { createEventLog, type EventLog, type EventLogPort } from '@channelkit/server';
import { createDrizzlePort } from '@channelkit/server/drizzle';
import type { channels } from '../realtime/channels.ts';
import { atMost } from './atMost.ts';
import { getDatabase, type Queryable } from './database.ts';
import { getPusher } from './pusher.ts';

type DemoEventLog = EventLog<typeof channels.definitions, Queryable>;
type DemoEvent = Parameters<DemoEventLog['append']>[1];

const shared = globalThis as typeof globalThis & { demoEventLog?: DemoEventLog };

/** The tables of the demo's event log, on either database. */
export const eventLogPort: EventLogPort<Queryable> = createDrizzlePort(getDatabase);

const report = (error: unknown): void =>
  console.error(`The event log: ${error instanceof Error ? error.message : String(error)}`);

/** The one event log of this process. */
export function getEventLog(): DemoEventLog {
  shared.demoEventLog ??= createEventLog(getPusher, eventLogPort, { onError: report });
  return shared.demoEventLog;
}

/** Milliseconds that a response waits for its events to be sent: a hanging service must not hold up a payment. */
const patience = 1000;

/** Sends the events that are due. The write succeeds even if this fails or takes too long: the events are kept. */
const send = (): Promise<void> => atMost(patience, flush());

async function flush(): Promise<void> {
  try {
    const { retried } = await getEventLog().flush();
    if (retried > 0)
      console.warn(`The event log: ${retried} events could not be sent and are kept for later.`);
  } catch (error) {
    report(error);
  }
}

/** Runs a transaction, and sends its events after the commit. */
export async function commit<TResult>(work: (transaction: Queryable) => Promise<TResult>): Promise<TResult> {
  const result = await (await getDatabase()).transaction(work);
  await send();
  return result;
}

/** Writes events in a transaction; {@link commit} sends them. Without a transaction they are written and sent at once. */
export async function tell(
  transaction: Queryable | undefined,
  ...events: readonly DemoEvent[]
): Promise<void> {
  if (!transaction) return commit((own) => tell(own, ...events));
  await getEventLog().append(transaction, ...events);
}
