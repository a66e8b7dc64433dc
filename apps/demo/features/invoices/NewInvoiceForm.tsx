'use client';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/ui/Button';
import { Field, Input, TextArea } from '@/ui/Field';
import { FormActions } from '@/ui/FormActions';
import { formErrors } from '@/ui/formErrors';
import { useNotice } from '@/ui/Toasts';
import { useCreateInvoice } from './useCreateInvoice.ts';

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const text = (form: FormData, name: string): string => String(form.get(name) ?? '');
// No rounding to cents: the server refuses more than two decimals, and "1.005" must not become another price.
const toCents = (amount: string): number => Number((Number(amount.replace(',', '.')) * 100).toFixed(3));

const readForm = (form: FormData, lines: readonly number[]) => ({
  customer: text(form, 'customer'),
  customerEmail: text(form, 'customerEmail'),
  dueOn: text(form, 'dueOn'),
  note: text(form, 'note'),
  lines: lines.map((line) => ({
    description: text(form, `description-${line}`),
    quantity: Number(text(form, `quantity-${line}`)),
    unitCents: toCents(text(form, `price-${line}`)),
  })),
});

/** The form for a new invoice; errors are shown at their fields. */
export function NewInvoiceForm({ onDone }: { readonly onDone: () => void }) {
  const create = useCreateInvoice();
  const notify = useNotice();
  const [lines, setLines] = useState<readonly number[]>([0]);
  const lineFields = lines.flatMap((_line, index) =>
    ['description', 'quantity', 'unitCents'].map((name) => `lines.${index}.${name}`),
  );
  const errors = formErrors(create.error, ['customer', 'customerEmail', 'dueOn', 'note', ...lineFields]);
  const submit = (form: FormData) =>
    create.mutate(readForm(form, lines), {
      onSuccess: ({ id, number }) => {
        notify({ title: `${number} created`, href: `/app/invoices/${id}` });
        onDone();
      },
    });
  return (
    <form
      className="grid gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Customer" error={errors.customer}>
          {(control) => <Input {...control} name="customer" autoComplete="organization" />}
        </Field>
        <Field label="Email" error={errors.customerEmail}>
          {(control) => <Input {...control} name="customerEmail" type="email" autoComplete="email" />}
        </Field>
      </div>
      <fieldset className="grid gap-3">
        <legend className="sr-only">Lines</legend>
        {lines.map((line, index) => (
          <div
            key={line}
            className="grid grid-cols-[1fr_1fr_auto] items-start gap-2 sm:grid-cols-[1fr_4.5rem_7rem_auto]"
          >
            <Field
              label="Description"
              error={errors[`lines.${index}.description`]}
              className="col-span-3 sm:col-span-1"
            >
              {(control) => <Input {...control} name={`description-${line}`} />}
            </Field>
            <Field label="Qty" error={errors[`lines.${index}.quantity`]}>
              {(control) => (
                <Input {...control} name={`quantity-${line}`} type="number" min={1} defaultValue={1} />
              )}
            </Field>
            <Field label="Each, €" error={errors[`lines.${index}.unitCents`]}>
              {(control) => (
                <Input {...control} name={`price-${line}`} inputMode="decimal" placeholder="0.00" />
              )}
            </Field>
            <Button
              look="quiet"
              size="icon"
              className="mt-[1.65rem] size-10"
              aria-label={`Remove line ${index + 1}`}
              disabled={lines.length === 1}
              onClick={() => setLines(lines.filter((other) => other !== line))}
            >
              <Trash2 />
            </Button>
          </div>
        ))}
        <Button
          look="plain"
          size="small"
          className="w-fit"
          disabled={lines.length >= 50}
          onClick={() => setLines([...lines, Math.max(...lines) + 1])}
        >
          <Plus aria-hidden />
          Add line
        </Button>
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-[1fr_10rem]">
        <Field label="Note" error={errors.note}>
          {(control) => <TextArea {...control} name="note" className="min-h-10" rows={1} />}
        </Field>
        <Field label="Due" error={errors.dueOn}>
          {(control) => <Input {...control} name="dueOn" type="date" defaultValue={inDays(30)} />}
        </Field>
      </div>
      <FormActions submit="Create invoice" pending={create.isPending} onCancel={onDone} error={errors.form} />
    </form>
  );
}
