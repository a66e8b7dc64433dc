import 'server-only';
import type { Queryable } from '../../server/database.ts';
import { tell } from '../../server/eventLog.ts';
import type { PrintJobStatus } from './printJobs.ts';

interface NotifiablePrintJob {
  readonly id: number;
  readonly status: PrintJobStatus;
}

const tellStations = (
  event: 'print-job.created' | 'print-job.updated',
  { id, status }: NotifiablePrintJob,
  transaction?: Queryable,
): Promise<void> =>
  tell(transaction, {
    channel: 'private-print-jobs',
    event,
    data: { jobId: id, status, sentAt: new Date().toISOString() },
  });

/** Notifies print stations of a new job: `print-job.created` on `private-print-jobs`, after the given transaction's commit. */
export const notifyPrintJobCreated = (job: NotifiablePrintJob, transaction?: Queryable): Promise<void> =>
  tellStations('print-job.created', job, transaction);

/** Notifies pages and stations of a changed job: `print-job.updated` on `private-print-jobs`, after the given transaction's commit. */
export const notifyPrintJobUpdated = (job: NotifiablePrintJob, transaction?: Queryable): Promise<void> =>
  tellStations('print-job.updated', job, transaction);
