import { z } from 'zod';

/** A job as the demo's API returns it. `reprint`: an earlier attempt, here or elsewhere, may have printed a ticket. */
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

/** `GET /api/print-jobs`: the jobs that may be claimed, and when the next one becomes free because its claim expires. */
export const dueJobsSchema = z.object({
  jobs: z.array(printJobSchema),
  nextAt: z.iso.datetime().nullable(),
});
export type DueJobs = z.output<typeof dueJobsSchema>;

/** `GET /api/print-jobs/connection`: where to connect. With an empty key the station has to poll. */
export const connectionSchema = z.object({
  realtime: z.object({
    key: z.string(),
    cluster: z.string().optional(),
    host: z.string().optional(),
    port: z.number().optional(),
    tls: z.boolean().optional(),
  }),
  /** Without the prefix if the back end sends to the public name. */
  channel: z.enum(['private-print-jobs', 'print-jobs']),
  authEndpoint: z.string(),
  /** Where the event log is asked for what the station has missed. */
  resumeEndpoint: z.string(),
});
export type ConnectionSettings = z.output<typeof connectionSchema>;

/** The reason for a refusal. */
export const problemSchema = z.object({ detail: z.string() });
