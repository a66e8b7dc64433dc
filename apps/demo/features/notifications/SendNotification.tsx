'use client';
import { useMutation } from '@tanstack/react-query';
import type { Person } from '@/features/session/people';
import { callApi } from '@/http/callApi';
import { BusyButton } from '@/ui/BusyButton';
import { Card } from '@/ui/Card';
import { Field, Input } from '@/ui/Field';
import { formErrors } from '@/ui/formErrors';
import { Select } from '@/ui/Select';
import type { NewNotification } from './notifications.ts';
import { PUSHER_EVENTS } from './pusherEvents.ts';

const readForm = (form: FormData): NewNotification => {
  const userId = Number(form.get('userId'));
  const title = String(form.get('title') ?? '');
  const number = Math.floor(1000 + Math.random() * 9000);
  switch (form.get('event')) {
    case PUSHER_EVENTS.NEW_ORDER:
      return { event: PUSHER_EVENTS.NEW_ORDER, userId, orderId: number, items: 3 };
    case PUSHER_EVENTS.PRESCRIPTION_UPDATED:
      return { event: PUSHER_EVENTS.PRESCRIPTION_UPDATED, userId, prescriptionId: number, status: 'ready' };
    default:
      return { event: PUSHER_EVENTS.NOTIFICATION, userId, title };
  }
};

/** Sends a notification to one person, as a back end would. */
export function SendNotification({
  people,
  self,
}: {
  readonly people: readonly Person[];
  readonly self: Person;
}) {
  const send = useMutation({
    mutationFn: (notification: NewNotification) =>
      callApi('/api/notifications', { method: 'POST', body: notification }),
  });
  const errors = formErrors(send.error, ['title', 'userId']);
  return (
    <Card aria-labelledby="send" className="p-5">
      <h2 id="send" className="mb-4 font-medium text-sm">
        Send a notification
      </h2>
      <form
        className="grid gap-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate(readForm(new FormData(event.currentTarget)));
        }}
      >
        <Field label="To" error={errors.userId}>
          {(control) => (
            <Select {...control} name="userId" defaultValue={self.id}>
              {people.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Event">
          {(control) => (
            <Select {...control} name="event">
              {Object.values(PUSHER_EVENTS).map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label="Text"
          hint="Used by “notification” only; the other events have their own text."
          error={errors.title}
        >
          {(control) => <Input {...control} name="title" defaultValue="Stock has arrived" />}
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
