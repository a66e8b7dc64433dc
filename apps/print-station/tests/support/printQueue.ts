import { type DueJobs, type PrintJob, printJobSchema } from '../../src/demoAnswers.ts';

interface QueuedJob extends PrintJob {
  claim: string | null;
  leasedUntil: number;
  attempts: number;
}

/** Print jobs in memory, by the rules of the demo: one claim at a time, the same claim again counts once. */
export class PrintQueue {
  readonly jobs: QueuedJob[] = [];

  add(): QueuedJob {
    const id = this.jobs.length + 1;
    const job: QueuedJob = {
      id,
      orderNumber: 100 + id,
      tableNumber: 7,
      items: [{ name: 'Lemon tart', quantity: 2 }],
      orderedAt: '2030-01-31T18:30:00.000Z',
      status: 'waiting',
      reprint: false,
      claim: null,
      leasedUntil: 0,
      attempts: 0,
    };
    this.jobs.push(job);
    return job;
  }

  status(id: number): string | undefined {
    return this.jobs.find((job) => job.id === id)?.status;
  }

  due(): DueJobs {
    const free = ({ status, leasedUntil }: QueuedJob) =>
      status === 'waiting' || (status === 'claimed' && leasedUntil <= Date.now());
    const held = this.jobs.filter(
      ({ status, leasedUntil }) => status === 'claimed' && leasedUntil > Date.now(),
    );
    const next = held.length > 0 ? new Date(Math.min(...held.map((job) => job.leasedUntil))) : null;
    return { jobs: this.jobs.filter(free).map(publicPart), nextAt: next?.toISOString() ?? null };
  }

  /** Ends the leases of crashed stations at once. */
  expireLeases(): void {
    for (const job of this.jobs) job.leasedUntil = 0;
  }

  change(id: number, verb: string, { claim }: { claim: string }): PrintJob | null {
    const job = this.jobs.find((each) => each.id === id);
    if (!job) return null;
    if (verb === 'claim') return this.#claim(job, claim);
    if (job.claim !== claim) return null;
    Object.assign(job, { status: verb === 'complete' ? 'completed' : 'failed' });
    return publicPart(job);
  }

  #claim(job: QueuedJob, claim: string): PrintJob | null {
    if (job.claim === claim) return publicPart(job);
    if (job.status === 'completed' || job.status === 'failed' || job.leasedUntil > Date.now()) return null;
    Object.assign(job, {
      reprint: job.status === 'claimed',
      status: 'claimed',
      claim,
      leasedUntil: Date.now() + 30_000,
      attempts: job.attempts + 1,
    });
    return publicPart(job);
  }
}

const publicPart = (job: QueuedJob): PrintJob => printJobSchema.parse(job);
