import { z } from 'zod';
import type { OrderItem } from '../orders/orders.ts';

/** The states of a print job. A `failed` job waits until a person has it printed again. */
export const printJobStatuses = ['waiting', 'claimed', 'completed', 'failed'] as const;
export type PrintJobStatus = (typeof printJobStatuses)[number];

/** A ticket to be printed for an order; times are ISO 8601 in UTC. */
export interface PrintJob {
  readonly id: number;
  readonly orderNumber: number;
  readonly tableNumber: number;
  readonly items: readonly OrderItem[];
  readonly orderedAt: string;
  readonly status: PrintJobStatus;
  /** How often a station has claimed it. */
  readonly attempts: number;
  /** Whether an earlier attempt may have printed a ticket; the next one then says REPRINT. */
  readonly reprint: boolean;
  readonly station: string | null;
  readonly error: string | null;
  readonly finishedAt: string | null;
}

/** The payload of an event on `private-print-jobs`. */
export const printJobEvent = z.object({
  jobId: z.union([z.string().min(1), z.number()]).transform(String),
  status: z.enum(printJobStatuses).optional(),
  sentAt: z.iso.datetime().optional(),
});

const claim = z.uuid('Send a UUID: one for each claim, kept until the job is done.');

/** The body of `POST /api/print-jobs/:id/claim`. */
export const claimSchema = z.strictObject({
  claim,
  station: z.string().trim().min(1, 'Enter a name.').max(60, 'At most 60 characters.'),
});
export type Claim = z.output<typeof claimSchema>;

/** The body of `POST /api/print-jobs/:id/complete`. */
export const completionSchema = z.strictObject({ claim });

/** The body of `POST /api/print-jobs/:id/fail`. */
export const failureSchema = z.strictObject({
  claim,
  reason: z.string().trim().min(1, 'Say what went wrong.').max(300, 'At most 300 characters.'),
});
