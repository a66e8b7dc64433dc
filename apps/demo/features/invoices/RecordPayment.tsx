'use client';
import { usePayInvoice } from '@/features/invoices/pay/usePayInvoice';
import { Dialog } from '@/ui/Dialog';
import { FormActions } from '@/ui/FormActions';
import { formatMoney } from '@/ui/format';
import { formErrors } from '@/ui/formErrors';
import type { InvoiceDetail } from './invoices.ts';

interface RecordPaymentProps {
  readonly invoice: InvoiceDetail;
  readonly onClose: () => void;
}

/** Asks for confirmation before a payment is recorded: the customer sees it immediately, and it cannot be undone. */
export function RecordPayment({ invoice, onClose }: RecordPaymentProps) {
  const pay = usePayInvoice(String(invoice.id));
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Record ${formatMoney(invoice.totalCents)} as paid?`}
      description={`By bank transfer from ${invoice.customer}, in full. This cannot be undone.`}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          pay.mutate('bank', { onSuccess: onClose });
        }}
      >
        <FormActions
          submit="Record payment"
          pending={pay.isPending}
          onCancel={onClose}
          error={formErrors(pay.error, []).form}
        />
      </form>
    </Dialog>
  );
}
