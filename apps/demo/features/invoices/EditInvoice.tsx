'use client';
import { Dialog } from '@/ui/Dialog';
import { Field, Input, TextArea } from '@/ui/Field';
import { FormActions } from '@/ui/FormActions';
import { formErrors } from '@/ui/formErrors';
import type { InvoiceDetail } from './invoices.ts';
import { useChangeInvoice } from './useChangeInvoice.ts';

interface EditInvoiceProps {
  readonly invoice: InvoiceDetail;
  readonly onClose: () => void;
}

/** Changes the due date and the note. */
export function EditInvoice({ invoice, onClose }: EditInvoiceProps) {
  const change = useChangeInvoice(String(invoice.id));
  const errors = formErrors(change.error, ['dueOn', 'note']);
  const submit = (form: FormData) => {
    const dueOn = String(form.get('dueOn') ?? '');
    // The due date of an overdue invoice is in the past; it is valid as long as it is not changed.
    change.mutate(
      { ...(dueOn !== invoice.dueOn && { dueOn }), note: String(form.get('note') ?? '') },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Edit ${invoice.number}`}
      description="The customer sees the change immediately."
    >
      <form
        className="grid gap-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit(new FormData(event.currentTarget));
        }}
      >
        <Field label="Due" error={errors.dueOn}>
          {(control) => <Input {...control} name="dueOn" type="date" defaultValue={invoice.dueOn} />}
        </Field>
        <Field label="Note" hint="Printed under the lines." error={errors.note}>
          {(control) => <TextArea {...control} name="note" defaultValue={invoice.note} />}
        </Field>
        <FormActions submit="Save" pending={change.isPending} onCancel={onClose} error={errors.form} />
      </form>
    </Dialog>
  );
}
