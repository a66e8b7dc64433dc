import 'server-only';
import type { Queryable } from '../../server/database.ts';
import { tell } from '../../server/outbox.ts';
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
  tell(transaction, (eventId) => ({
    channel: 'private-print-jobs',
    event,
    data: { jobId: id, status, sentAt: new Date().toISOString(), eventId },
  }));

/** Tells every print station of a new job: `print-job.created` on `private-print-jobs`, with the transaction's commit if one is given. */
export const notifyPrintJobCreated = (job: NotifiablePrintJob, transaction?: Queryable): Promise<void> =>
  tellStations('print-job.created', job, transaction);

/**
 * Tells pages and stations of a job that was claimed or finished: `print-job.updated` on `private-print-jobs`, with the
 * transaction's commit if one is given.
 */
export const notifyPrintJobUpdated = (job: NotifiablePrintJob, transaction?: Queryable): Promise<void> =>
  tellStations('print-job.updated', job, transaction);
