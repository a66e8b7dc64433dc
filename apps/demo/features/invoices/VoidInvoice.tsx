'use client';
import { Dialog } from '@/ui/Dialog';
import { FormActions } from '@/ui/FormActions';
import { formErrors } from '@/ui/formErrors';
import type { InvoiceDetail } from './invoices.ts';
import { useChangeInvoice } from './useChangeInvoice.ts';

interface VoidInvoiceProps {
  readonly invoice: InvoiceDetail;
  readonly onClose: () => void;
}

/** Asks for confirmation before an invoice is voided: it cannot be undone. */
export function VoidInvoice({ invoice, onClose }: VoidInvoiceProps) {
  const change = useChangeInvoice(String(invoice.id));
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Void ${invoice.number}?`}
      description={`${invoice.customer} can no longer pay it. This cannot be undone.`}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ status: 'void' }, { onSuccess: onClose });
        }}
      >
        <FormActions
          submit="Void invoice"
          look="danger"
          pending={change.isPending}
          onCancel={onClose}
          error={formErrors(change.error, []).form}
        />
      </form>
    </Dialog>
  );
}
