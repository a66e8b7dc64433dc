import { z } from 'zod';

/** A job as the demo's API gives it; `reprint`: an earlier attempt, here or elsewhere, may have left a ticket. */
export const printJobSchema = z.object({
  id: z.number(),
  orderNumber: z.number(),
  tableNumber: z.number(),
  items: z.array(z.object({ name: z.string(), quantity: z.number() })),
  orderedAt: z.iso.datetime(),
  status: z.enum(['waiting', 'claimed', 'completed', 'failed']),
  reprint: z.boolean(),
});
export type PrintJob = z.output<typeof printJobSchema>;

/** `GET /api/print-jobs`: the jobs that may be taken, and when the next becomes free because its claim runs out. */
export const dueJobsSchema = z.object({
  jobs: z.array(printJobSchema),
  nextAt: z.iso.datetime().nullable(),
});
export type DueJobs = z.output<typeof dueJobsSchema>;

/** `GET /api/print-jobs/connection`: where to listen; an empty key means that the station has to ask instead. */
export const connectionSchema = z.object({
  realtime: z.object({
    key: z.string(),
    cluster: z.string().optional(),
    host: z.string().optional(),
    port: z.number().optional(),
    tls: z.boolean().optional(),
  }),
  /** Without the prefix where the back end sends to the public name. */
  channel: z.enum(['private-print-jobs', 'print-jobs']),
  authEndpoint: z.string(),
});
export type ConnectionSettings = z.output<typeof connectionSchema>;

/** The reason of a refusal. */
export const problemSchema = z.object({ detail: z.string() });
