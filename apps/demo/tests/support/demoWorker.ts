// One deed of the demo's own server code, in a process of its own: node demoWorker.ts <deed> [invoice id]
import { isDeepStrictEqual } from 'node:util';
import { eq, sql } from 'drizzle-orm';
import { register } from '../../instrumentation.ts';
import { stopBackgroundWork } from '../../lib/server/backgroundWork.ts';
import { postMessage } from '../../lib/server/chatCommands.ts';
import { broadcast, moveClass } from '../../lib/server/classCommands.ts';
import { closeDatabase, getDatabase } from '../../lib/server/db/database.ts';
import { outbox } from '../../lib/server/db/outboxTable.ts';
import { payments } from '../../lib/server/db/schema.ts';
import { changeInvoice, payInvoice } from '../../lib/server/invoiceCommands.ts';
import {
  describeInvoice,
  findInvoice,
  listInvoices,
  summarizeInvoices,
} from '../../lib/server/invoiceQueries.ts';
import { addPoints } from '../../lib/server/leaderboardCommands.ts';
import { sendNotification } from '../../lib/server/notificationCommands.ts';
import { createOrder } from '../../lib/server/orderCommands.ts';
import { getOutbox } from '../../lib/server/outbox.ts';
import { outboxPort } from '../../lib/server/outboxPort.ts';
import { sweepOverdueInvoices } from '../../lib/server/overdueInvoices.ts';
import { findPerson } from '../../lib/server/peopleQueries.ts';
import { claimPrintJob } from '../../lib/server/printJobCommands.ts';
import { listDuePrintJobs } from '../../lib/server/printJobQueries.ts';
import { testConnection } from '../../lib/server/pushSettingsCommands.ts';
import { readPushSettings, writePushSettings } from '../../lib/server/pushSettingsStore.ts';

process.env.SESSION_SECRET = 'a secret for tests that is long enough';

const [deed = '', id = '0'] = process.argv.slice(2);

const pay = async () => {
  const invoice = await findInvoice(Number(id));
  if (!invoice) throw new Error(`There is no invoice ${id}.`);
  await payInvoice(invoice, 'card');
};

/** What the database says: the invoice's status, and which events wait in the order they were written. */
const state = async () => ({
  status: (await findInvoice(Number(id)))?.status,
  waiting: (await (await getDatabase()).select().from(outbox).orderBy(outbox.seq)).map(
    ({ channel, event }) => `${channel} ${event}`,
  ),
});

const claim = async () => {
  const now = Date.now();
  return outboxPort.claim({ limit: 10, now, leasedUntil: now + 30_000 });
};

const deeds: Record<string, () => Promise<unknown>> = {
  state,
  /** Pays, and is gone the moment the payment is committed. */
  payAndDie: async () => {
    getOutbox().flush = () => {
      process.kill(process.pid, 'SIGKILL');
      return new Promise(() => {});
    };
    await pay();
    await new Promise(() => setInterval(() => {}, 1000));
  },
  /** Pays in a database that refuses the commit, after everything was written. */
  payRefused: async () => {
    const db = await getDatabase();
    await db.execute(sql`create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'refused at commit'; end $$`);
    await db.execute(sql`create constraint trigger refuse after insert on payments
      deferrable initially deferred for each row execute function refuse()`);
    const outcome = await pay().then(
      () => 'paid',
      () => 'refused',
    );
    await db.execute(sql`drop trigger refuse on payments`);
    await getOutbox().flush();
    return { outcome, ...(await state()) };
  },
  /** Says, teaches, scores, announces and tells, and is gone before any of it is sent. */
  tellAndDie: async () => {
    getOutbox().flush = async () => ({ sent: 0, retried: 0, failed: 0 });
    const person = await findPerson(1);
    if (!person) throw new Error('There is nobody.');
    await postMessage(person, 'Hello');
    await moveClass('focus-lab', 1);
    await addPoints(1, 5);
    await broadcast(person, 'Lunch is ready');
    await sendNotification({ event: 'new-order', userId: 2, orderId: 9, items: 3 });
    return state();
  },
  /** Six orders, whose twelve events two workers claim at once. */
  claimTwice: async () => {
    getOutbox().flush = async () => ({ sent: 0, retried: 0, failed: 0 });
    const order = { tableNumber: 7, items: [{ name: 'Lemon tart', quantity: 1 }] } as const;
    await Promise.all(Array.from({ length: 6 }, () => createOrder({ ...order, items: [...order.items] })));
    return Promise.all([claim(), claim()]);
  },
  /** Pays while the service takes what is sent, and never answers. */
  payHung: async () => {
    getOutbox().flush = () => new Promise(() => {});
    await pay();
    return state();
  },
  /** Pays one invoice twice at once. */
  payTwice: async () => {
    await Promise.all([pay(), pay()]);
    const paid = await (await getDatabase())
      .select()
      .from(payments)
      .where(eq(payments.invoiceId, Number(id)));
    return { payments: paid.length, ...(await state()) };
  },
  /** An order whose ticket two stations claim at once. */
  claimTicketTwice: async () => {
    await createOrder({ tableNumber: 7, items: [{ name: 'Lemon tart', quantity: 1 }] });
    const [job] = (await listDuePrintJobs()).jobs;
    const stations = ['bar', 'kitchen'].map((station) =>
      claimPrintJob(job?.id ?? 0, { claim: crypto.randomUUID(), station }).then(
        (claimed) => claimed.station,
        () => null,
      ),
    );
    const winners = (await Promise.all(stations)).filter((station) => station !== null);
    const left = await listDuePrintJobs();
    return { winners: winners.length, left: left.jobs.length, isLeased: left.nextAt !== null };
  },
  /** Stores settings, tests others, and gives what the service was asked and what is stored afterwards. */
  testTypedSettings: async () => {
    const asked: string[] = [];
    globalThis.fetch = async (input) => {
      asked.push(String(input));
      return Response.json({ channels: {} });
    };
    const stored = { enabled: true, appId: '1', key: 'stored-key', secret: 'stored-secret', cluster: 'eu' };
    const before = await writePushSettings(stored);
    const problem = await testConnection({ enabled: false, appId: '2', key: 'typed-key', cluster: 'ap1' });
    return { problem, asked, isKept: isDeepStrictEqual(await readPushSettings(), before) };
  },
  /** Before and after the moment at which an invoice becomes overdue, and with a later due day. */
  passDueDay: async () => {
    const invoice = await findInvoice(Number(id));
    if (!invoice) throw new Error(`There is no invoice ${id}.`);
    const after = Date.parse(`${invoice.dueOn}T00:00Z`) + 36 * 3_600_000;
    const before = after - 1;
    const listed = async (now: number) =>
      (await listInvoices(invoice.userId, now)).find((row) => row.id === invoice.id)?.status;
    const overdue = async (now: number) => (await summarizeInvoices(invoice.userId, now)).overdueCents;
    const derived = {
      listed: { before: await listed(before), after: await listed(after) },
      overdueGrowsBy: (await overdue(after)) - (await overdue(before)),
    };
    const swept = {
      before: await sweepOverdueInvoices(before),
      after: await sweepOverdueInvoices(after),
      again: await sweepOverdueInvoices(after),
    };
    const stored = (await findInvoice(invoice.id)) ?? invoice;
    const timeline = (await describeInvoice(stored)).activity[0]?.detail.status;
    const changed = await changeInvoice(stored, { dueOn: '2999-12-31' }, after);
    return { ...derived, swept, timeline, afterNewDueDay: changed.status };
  },
  /** Starts as the demo does, and pays if there is what to pay, until it is ended. */
  run: async () => {
    await register();
    if (id !== '0') await pay();
    const stopped = new Promise((resolve) => process.once('SIGTERM', resolve));
    console.log('running');
    await stopped;
    await stopBackgroundWork();
    return state();
  },
};

console.log(JSON.stringify(await deeds[deed]?.()));
await closeDatabase();
process.exit(0);
