import 'server-only';
import { and, eq, inArray } from 'drizzle-orm';
import { commit } from '../../server/eventLog.ts';
import { Problem } from '../../server/problem.ts';
import { notifyPrintJobUpdated } from './notifyPrintJobs.server.ts';
import { findPrintJob } from './printJobQueries.server.ts';
import type { Claim, PrintJob } from './printJobs.ts';
import { printJobs } from './printJobTable.server.ts';

type Row = typeof printJobs.$inferSelect;

/** How long a claim excludes other stations, in milliseconds: longer than any ticket takes. */
const lease = 30_000;

const missing = () => new Problem(404, 'There is no such print job.');

async function read(jobId: number): Promise<PrintJob> {
  const job = await findPrintJob(jobId);
  if (!job) throw missing();
  return job;
}

/** Changes a row while it is locked. `change` returns the new values, or null to leave it. */
async function changeLocked(jobId: number, change: (row: Row) => Partial<Row> | null): Promise<PrintJob> {
  await commit(async (tx) => {
    const [row] = await tx.select().from(printJobs).where(eq(printJobs.id, jobId)).for('update');
    if (!row) throw missing();
    const values = change(row);
    if (!values) return;
    await tx.update(printJobs).set(values).where(eq(printJobs.id, jobId));
    await notifyPrintJobUpdated({ ...row, ...values }, tx);
  });
  return read(jobId);
}

/**
 * Claims a job for a station, for a limited time. Repeating a claim, after a crash or a lost response, has no further effect.
 * An expired claim may have printed a ticket, so the next one has to print REPRINT.
 */
export function claimPrintJob(jobId: number, { claim, station }: Claim): Promise<PrintJob> {
  const now = new Date();
  const leasedUntil = new Date(now.getTime() + lease);
  return changeLocked(jobId, (row) => {
    if (row.claim === claim) return row.status === 'claimed' ? { leasedUntil } : null;
    if (row.status === 'completed' || row.status === 'failed')
      throw new Problem(409, `This job is ${row.status} already.`);
    if (row.leasedUntil && row.leasedUntil > now)
      throw new Problem(409, `The station "${row.station}" is printing this job.`);
    return {
      status: 'claimed',
      claim,
      station,
      leasedUntil,
      attempts: row.attempts + 1,
      reprint: row.reprint || row.status === 'claimed',
      error: null,
    };
  });
}

/** Finishes a claimed job. Repeating it is harmless; a claim that another station took over is refused. */
export function finishPrintJob(
  jobId: number,
  claim: string,
  outcome: { readonly status: 'completed' } | { readonly status: 'failed'; readonly error: string },
): Promise<PrintJob> {
  return changeLocked(jobId, (row) => {
    if (row.claim !== claim) throw new Problem(409, 'Another claim has this job.');
    if (row.status === outcome.status) return null;
    if (row.status !== 'claimed') throw new Problem(409, `This job is ${row.status} already.`);
    return { ...outcome, leasedUntil: null, finishedAt: new Date() };
  });
}

/** Has a finished job printed again, as a REPRINT, because its first ticket may still be around. */
export async function printAgain(jobId: number): Promise<PrintJob> {
  await commit(async (tx) => {
    const [row] = await tx
      .update(printJobs)
      .set({ status: 'waiting', reprint: true, claim: null, station: null, error: null, finishedAt: null })
      .where(and(eq(printJobs.id, jobId), inArray(printJobs.status, ['completed', 'failed'])))
      .returning();
    if (row) await notifyPrintJobUpdated(row, tx);
  });
  return read(jobId);
}
