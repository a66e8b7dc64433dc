'use client';
import { useMutation } from '@tanstack/react-query';
import { callApi } from '@/http/callApi';
import { BusyButton } from '@/ui/BusyButton';
import { Card } from '@/ui/Card';
import { Field, TextArea } from '@/ui/Field';
import { formErrors } from '@/ui/formErrors';

/** The form for an administrator's broadcast. */
export function BroadcastForm() {
  const send = useMutation({
    mutationFn: (message: string) => callApi('/api/broadcasts', { method: 'POST', body: { message } }),
  });
  const errors = formErrors(send.error, ['message']);
  return (
    <Card aria-labelledby="broadcast" className="p-5">
      <h2 id="broadcast" className="mb-4 font-medium text-sm">
        Broadcast to everybody
      </h2>
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          send.mutate(String(new FormData(form).get('message')), { onSuccess: () => form.reset() });
        }}
      >
        <Field label="Message" error={errors.message ?? errors.form}>
          {(control) => <TextArea {...control} name="message" maxLength={280} />}
        </Field>
        <BusyButton type="submit" busy={send.isPending}>
          Broadcast
        </BusyButton>
      </form>
    </Card>
  );
}
