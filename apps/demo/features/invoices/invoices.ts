import { z } from 'zod';

/** The states of an invoice: `open` and `overdue` can be paid, `paid` and `void` are final. */
export const invoiceStatuses = ['open', 'overdue', 'paid', 'void'] as const;
export type InvoiceStatus = (typeof invoiceStatuses)[number];

/** Whether an invoice can still be paid. */
export const isPayable = (status: InvoiceStatus): boolean => status === 'open' || status === 'overdue';

/** Today's date in the westernmost time zone: the server does not know the calendar of the person who enters a date. */
export const earliestToday = (now = Date.now()): string =>
  new Date(now - 12 * 3_600_000).toISOString().slice(0, 10);

/** The status at a given time: an unpaid invoice is overdue once its due day is over, whatever status is stored. */
export const statusAt = (
  { status, dueOn }: { readonly status: InvoiceStatus; readonly dueOn: string },
  now = Date.now(),
): InvoiceStatus => (isPayable(status) ? (dueOn < earliestToday(now) ? 'overdue' : 'open') : status);

/** A row of the invoice list; amounts are in cents, times are ISO 8601 in UTC. */
export interface InvoiceRow {
  readonly id: number;
  readonly number: string;
  readonly customer: string;
  readonly status: InvoiceStatus;
  readonly totalCents: number;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly updatedAt: string;
}

export interface InvoiceLine {
  readonly id: number;
  readonly description: string;
  readonly quantity: number;
  readonly unitCents: number;
}

export interface ActivityEntry {
  readonly id: number;
  readonly kind: 'created' | 'updated' | 'paid' | 'status';
  readonly detail: Readonly<Record<string, string>>;
  readonly at: string;
}

/** An invoice as its owner sees it. */
export interface InvoiceDetail extends InvoiceRow {
  readonly customerEmail: string;
  readonly note: string;
  readonly paidAt: string | null;
  readonly paidBy: string | null;
  readonly lines: readonly InvoiceLine[];
  readonly activity: readonly ActivityEntry[];
}

/** An invoice as the holder of its pay link sees it. */
export interface PayableInvoice extends Omit<InvoiceDetail, 'activity' | 'customerEmail'> {
  readonly business: string;
}

/** The figures above the list, in cents. */
export interface InvoiceSummary {
  readonly totalCents: number;
  readonly outstandingCents: number;
  readonly overdueCents: number;
  readonly paidCents: number;
  readonly outstandingCount: number;
}

const day = z.iso.date('Enter a date as YYYY-MM-DD.');
const dueDay = day.refine((due) => due >= earliestToday(), 'Today or later.');
const maxTotalCents = 10_000_000_00;
const words = (max: number) =>
  z.string().trim().min(1, 'Enter some text.').max(max, `At most ${max} characters.`);

/** The body of `POST /api/invoices`. */
export const newInvoiceSchema = z.object({
  customer: words(120),
  customerEmail: z.email('Enter an email address, like name@example.com.'),
  dueOn: dueDay,
  note: z.string().trim().max(500, 'At most 500 characters.').default(''),
  lines: z
    .array(
      z.object({
        description: words(160),
        quantity: z.int('Enter a whole number.').min(1, 'At least 1.').max(9999, 'At most 9999.'),
        unitCents: z
          .int('Enter an amount with at most two decimals.')
          .min(1, 'At least 0.01.')
          .max(100_000_00, 'At most 100,000.'),
      }),
    )
    .min(1, 'At least one line.')
    .max(50, 'At most 50 lines.')
    .superRefine((lines, context) => {
      let total = 0;
      for (const [index, { quantity, unitCents }] of lines.entries()) {
        total += quantity * unitCents;
        if (total <= maxTotalCents) continue;
        // Reported at the first line that exceeds the total.
        context.addIssue({
          code: 'custom',
          path: [index, 'unitCents'],
          message: 'At most 10,000,000 in total.',
        });
        return;
      }
    }),
});
export type NewInvoice = z.input<typeof newInvoiceSchema>;

/** The body of `PATCH /api/invoices/:id`. Absent fields stay unchanged. */
export const invoiceChangeSchema = z
  .strictObject({
    dueOn: dueDay.optional(),
    note: z.string().trim().max(500, 'At most 500 characters.').optional(),
    status: z.literal('void', 'Only "void" can be set; an invoice becomes paid by a payment.').optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'Nothing to change.');
export type InvoiceChange = z.input<typeof invoiceChangeSchema>;

export const paymentMethods = ['card', 'bank'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

/** The body of `POST /api/invoices/:id/pay`. */
export const paymentSchema = z.strictObject({ method: z.enum(paymentMethods) });
