import 'server-only';
import type { PrintJobStatus } from './printJobs.ts';
import { getPusher } from './server/pusher.ts';
import { reportDelivery } from './server/reportDelivery.ts';

interface NotifiablePrintJob {
  readonly id: number;
  readonly status: PrintJobStatus;
}

const tell = async (
  event: 'print-job.created' | 'print-job.updated',
  { id, status }: NotifiablePrintJob,
): Promise<void> => {
  const payload = { jobId: id, status, sentAt: new Date().toISOString() };
  reportDelivery(await (await getPusher()).trigger('private-print-jobs', event, payload));
};

/** Tells every print station of a new job: `print-job.created` on `private-print-jobs`. */
export const notifyPrintJobCreated = (job: NotifiablePrintJob): Promise<void> =>
  tell('print-job.created', job);

/** Tells pages and stations of a job that was claimed or finished: `print-job.updated` on `private-print-jobs`. */
export const notifyPrintJobUpdated = (job: NotifiablePrintJob): Promise<void> =>
  tell('print-job.updated', job);
