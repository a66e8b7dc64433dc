import { isDeepStrictEqual } from 'node:util';
import { eq } from 'drizzle-orm';
import { changeInvoice } from '../../../features/invoices/invoiceCommands.server.ts';
import {
  describeInvoice,
  listInvoices,
  summarizeInvoices,
} from '../../../features/invoices/invoiceQueries.server.ts';
import { payments } from '../../../features/invoices/invoiceTables.server.ts';
import { sweepOverdueInvoices } from '../../../features/invoices/sweepOverdueInvoices.server.ts';
import { createOrder } from '../../../features/orders/orderCommands.server.ts';
import { claimPrintJob } from '../../../features/print-jobs/printJobCommands.server.ts';
import { listDuePrintJobs } from '../../../features/print-jobs/printJobQueries.server.ts';
import { testConnection } from '../../../features/push-settings/pushSettingsCommands.server.ts';
import {
  readPushSettings,
  writePushSettings,
} from '../../../features/push-settings/pushSettingsStore.server.ts';
import { getDatabase } from '../../../server/database.ts';
import { type Deeds, pay, requireInvoice, state } from './common.ts';

/** What people and stations do, two at once or as time passes. */
export const commandDeeds = (id: number): Deeds => ({
  /** Pays one invoice twice at once. */
  payTwice: async () => {
    await Promise.all([pay(id), pay(id)]);
    const paid = await (await getDatabase()).select().from(payments).where(eq(payments.invoiceId, id));
    return { payments: paid.length, ...(await state(id)) };
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
    const fetch = async (input: string | URL | Request) => {
      asked.push(String(input));
      return Response.json({ channels: {} });
    };
    const stored = { enabled: true, appId: '1', key: 'stored-key', secret: 'stored-secret', cluster: 'eu' };
    const before = await writePushSettings(stored);
    const problem = await testConnection(
      { enabled: false, appId: '2', key: 'typed-key', cluster: 'ap1' },
      { fetch },
    );
    return { problem, asked, isKept: isDeepStrictEqual(await readPushSettings(), before) };
  },
  /** Before and after the moment at which an invoice becomes overdue, and with a later due day. */
  passDueDay: async () => {
    const invoice = await requireInvoice(id);
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
    const stored = await requireInvoice(id);
    const timeline = (await describeInvoice(stored)).activity[0]?.detail.status;
    const changed = await changeInvoice(stored, { dueOn: '2999-12-31' }, after);
    return { ...derived, swept, timeline, afterNewDueDay: changed.status };
  },
});
