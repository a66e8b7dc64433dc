import 'server-only';
import { createOutbox, type Outbox } from '@channelkit/server';
import type { channels } from '../realtime/channels.ts';
import { atMost } from './atMost.ts';
import { getDatabase, type Queryable } from './database.ts';
import { outboxPort } from './outboxPort.ts';
import { getPusher } from './pusher.ts';

type DemoOutbox = Outbox<typeof channels.definitions, Queryable>;

/** An event of the demo's contract, or a function that builds it from the event id. */
type Telling = Parameters<DemoOutbox['add']>[1];

const shared = globalThis as typeof globalThis & { demoOutbox?: DemoOutbox };

const report = (error: unknown): void =>
  console.error(`The outbox: ${error instanceof Error ? error.message : String(error)}`);

/** The one outbox of this process. */
export function getOutbox(): DemoOutbox {
  shared.demoOutbox ??= createOutbox(getPusher, outboxPort, { onError: report });
  return shared.demoOutbox;
}

/** Milliseconds that a response waits for its events to be sent: a hanging service must not hold up a payment. */
const patience = 1000;

/** Sends the events that are due. The write succeeds even if this fails or takes too long: the events are kept. */
const send = (): Promise<void> => atMost(patience, flush());

async function flush(): Promise<void> {
  try {
    const { retried } = await getOutbox().flush();
    if (retried > 0) console.warn(`The outbox: ${retried} events could not be sent and are kept for later.`);
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
export async function tell(transaction: Queryable | undefined, ...events: readonly Telling[]): Promise<void> {
  await getOutbox().add(transaction ?? (await getDatabase()), ...events);
  if (!transaction) await send();
}
