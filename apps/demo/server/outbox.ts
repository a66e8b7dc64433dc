import 'server-only';
import { createOutbox, type Outbox } from '@channelkit/server';
import type { channels } from '../realtime/channels.ts';
import { atMost } from './atMost.ts';
import { getDatabase, type Queryable } from './database.ts';
import { outboxPort } from './outboxPort.ts';
import { getPusher } from './pusher.ts';

type DemoOutbox = Outbox<typeof channels.definitions, Queryable>;

/** An event of the demo's contract; the function is given the id that its payload carries. */
type Telling = Parameters<DemoOutbox['add']>[1];

const shared = globalThis as typeof globalThis & { demoOutbox?: DemoOutbox };

const report = (error: unknown): void =>
  console.error(`The outbox: ${error instanceof Error ? error.message : String(error)}`);

/** The one outbox of this process. */
export function getOutbox(): DemoOutbox {
  shared.demoOutbox ??= createOutbox(getPusher, outboxPort, { onError: report });
  return shared.demoOutbox;
}

/** How long an answer waits for its events to be sent, in milliseconds: a service that hangs must not hold up who pays. */
const patience = 1000;

/** Sends what is due. It is no failure of the write when that cannot be, or takes its time: the event is kept. */
const send = (): Promise<void> => atMost(patience, flush());

async function flush(): Promise<void> {
  try {
    const { retried } = await getOutbox().flush();
    if (retried > 0) console.warn(`The outbox: ${retried} events could not be sent and are kept for later.`);
  } catch (error) {
    report(error);
  }
}

/** Runs a transaction and sends what it told as soon as it is committed. */
export async function commit<TResult>(work: (transaction: Queryable) => Promise<TResult>): Promise<TResult> {
  const result = await (await getDatabase()).transaction(work);
  await send();
  return result;
}

/**
 * Writes events: in the transaction that writes what they tell of, to be sent when {@link commit} has committed it; without
 * one, at once, to be sent at once.
 */
export async function tell(transaction: Queryable | undefined, ...events: readonly Telling[]): Promise<void> {
  await getOutbox().add(transaction ?? (await getDatabase()), ...events);
  if (!transaction) await send();
}
