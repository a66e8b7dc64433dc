import { Ban, CircleCheck } from 'lucide-react';
import type { PayableInvoice } from '@/features/invoices/invoices';
import { Card } from '@/ui/Card';
import { formatMoment } from '@/ui/format';

/** The final state of an invoice: paid or void. */
export function PaidNote({ invoice }: { readonly invoice: PayableInvoice }) {
  const paid = invoice.status === 'paid';
  return (
    <Card role="status" className="flex animate-rise items-start gap-3 p-5">
      {paid ? (
        <CircleCheck aria-hidden className="mt-px size-5 shrink-0 text-live" />
      ) : (
        <Ban aria-hidden className="mt-px size-5 shrink-0 text-ink-faint" />
      )}
      <div className="grid gap-0.5 text-sm">
        <p className="font-medium">{paid ? 'Paid in full. Thank you.' : 'This invoice is void.'}</p>
        <p className="text-ink-soft">
          {paid && invoice.paidAt
            ? `${invoice.paidBy === 'bank' ? 'Bank transfer' : 'Card'}, ${formatMoment(invoice.paidAt)} UTC. Keep this page as your receipt.`
            : 'There is nothing to pay.'}
        </p>
      </div>
    </Card>
  );
}
