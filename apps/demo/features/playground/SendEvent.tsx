'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { callApi } from '@/http/callApi';
import { BusyButton } from '@/ui/BusyButton';
import { Card } from '@/ui/Card';
import { Field, Input, TextArea } from '@/ui/Field';
import { formErrors } from '@/ui/formErrors';

interface TestEvent {
  readonly channel: string;
  readonly event: string;
  readonly data: unknown;
}

/** Sends an event through the server, as a back end would. */
export function SendEvent({ onSent }: { readonly onSent: () => void }) {
  const [isJson, setJson] = useState(true);
  const send = useMutation({
    mutationFn: (event: TestEvent) => callApi('/api/pusher', { method: 'POST', body: event }),
    onSettled: onSent,
  });
  const errors = formErrors(send.error, ['channel', 'event']);
  const submit = (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '');
    let data: unknown;
    try {
      data = JSON.parse(text('data'));
    } catch {
      return setJson(false);
    }
    setJson(true);
    send.mutate({ channel: text('channel'), event: text('event'), data });
  };
  return (
    <Card aria-labelledby="send" className="p-5">
      <h2 id="send" className="mb-4 font-medium text-sm">
        Send an event
      </h2>
      <form
        className="grid gap-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit(new FormData(event.currentTarget));
        }}
      >
        <Field label="Channel" error={errors.channel}>
          {(control) => <Input {...control} name="channel" defaultValue="test-channel" />}
        </Field>
        <Field label="Event" error={errors.event}>
          {(control) => <Input {...control} name="event" defaultValue="test-event" />}
        </Field>
        <Field label="Data" error={isJson ? undefined : 'This is not JSON.'}>
          {(control) => (
            <TextArea
              {...control}
              name="data"
              className="font-mono text-xs"
              defaultValue='{"message":"Hello"}'
            />
          )}
        </Field>
        <BusyButton type="submit" busy={send.isPending}>
          Send
        </BusyButton>
        {errors.form && (
          <p role="alert" className="text-bad text-sm">
            {errors.form}
          </p>
        )}
      </form>
    </Card>
  );
}
