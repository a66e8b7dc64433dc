'use client';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field, Input } from '@/ui/Field';
import { FormActions } from '@/ui/FormActions';
import { formErrors } from '@/ui/formErrors';
import { dishes } from './orders.ts';
import { useCreateOrder } from './useOrderMutations.ts';

const readForm = (form: FormData) => ({
  tableNumber: Number(form.get('tableNumber')),
  items: dishes
    .map((name) => ({ name, quantity: Number(form.get(name)) }))
    .filter(({ quantity }) => quantity !== 0),
});

/** The button and the form for a new order. */
export function NewOrder() {
  const [open, setOpen] = useState(false);
  const create = useCreateOrder();
  const errors = formErrors(create.error, ['tableNumber']);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        New order
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="New order"
        description="It appears on every kitchen screen immediately."
      >
        <form
          className="grid gap-4"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate(readForm(new FormData(event.currentTarget)), { onSuccess: () => setOpen(false) });
          }}
        >
          <Field label="Table" error={errors.tableNumber} className="w-28">
            {(control) => (
              <Input {...control} name="tableNumber" type="number" min={1} max={40} defaultValue={7} />
            )}
          </Field>
          <fieldset className="grid grid-cols-2 gap-3 sm:grid-cols-3">
            <legend className="sr-only">Dishes</legend>
            {dishes.map((dish, index) => (
              <Field key={dish} label={dish}>
                {(control) => (
                  <Input
                    {...control}
                    name={dish}
                    type="number"
                    min={0}
                    max={20}
                    defaultValue={index < 2 ? 1 : 0}
                  />
                )}
              </Field>
            ))}
          </fieldset>
          <FormActions
            submit="Send to the kitchen"
            pending={create.isPending}
            onCancel={() => setOpen(false)}
            error={errors.form}
          />
        </form>
      </Dialog>
    </>
  );
}
