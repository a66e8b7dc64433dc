'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { callApi } from '@/http/callApi';
import { BusyButton } from '@/ui/BusyButton';
import { Card } from '@/ui/Card';
import { Field, Input } from '@/ui/Field';
import { formErrors } from '@/ui/formErrors';
import { SwitchRow } from '@/ui/SwitchRow';
import { useNotice } from '@/ui/Toasts';
import type { PushSettings, PushSettingsInput } from './pushSettings.ts';
import { TestConnection } from './TestConnection.tsx';

const fields = ['appId', 'key', 'secret', 'cluster'] as const;

interface PushSettingsFormProps {
  readonly saved: PushSettings;
  /** Called when a field is changed. */
  readonly onEdit: () => void;
  readonly onSaved: (settings: PushSettings) => void;
}

/** The form for real time and its credentials. Saving takes effect on every open page. */
export function PushSettingsForm({ saved, onEdit, onSaved }: PushSettingsFormProps) {
  const notify = useNotice();
  const [enabled, setEnabled] = useState(saved.enabled);
  const save = useMutation({
    mutationFn: (input: PushSettingsInput) =>
      callApi<PushSettings>('/api/settings/push', { method: 'PUT', body: input }),
    onSuccess: (settings) => {
      onSaved(settings);
      notify({ topic: 'settings', title: 'Settings saved', body: 'Open pages update by themselves.' });
    },
  });
  const test = useMutation({
    mutationFn: (input: PushSettingsInput) =>
      callApi<{ problem: string | null }>('/api/settings/push/test', { method: 'POST', body: input }),
  });
  const errors = formErrors(save.error ?? test.error, fields);
  const read = (form: HTMLFormElement): PushSettingsInput => {
    const data = new FormData(form);
    const text = (name: string) => String(data.get(name) ?? '');
    const secret = text('secret');
    return {
      enabled,
      appId: text('appId'),
      key: text('key'),
      cluster: text('cluster'),
      ...(secret !== '' && { secret }),
    };
  };
  return (
    <form
      className="grid gap-6"
      noValidate
      onInput={onEdit}
      onSubmit={(event) => {
        event.preventDefault();
        test.reset();
        save.mutate(read(event.currentTarget));
      }}
    >
      <Card className="p-5 sm:p-6">
        <SwitchRow
          label="Enable live page update (Pusher Channels)"
          hint={`While it is off, pages poll. In a server's environment this switch is BROADCAST_DRIVER: it is "${saved.driver}".`}
          checked={enabled}
          onChange={(on) => {
            setEnabled(on);
            onEdit();
          }}
        />
      </Card>
      <Card aria-labelledby="credentials" className="grid gap-5 p-5 sm:p-6">
        <div className="grid gap-1">
          <h2 id="credentials" className="font-medium text-sm">
            Credentials
          </h2>
          <p className="text-ink-soft text-sm">
            Leave all four empty to use the server that the demo was started with.
          </p>
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Pusher App ID" error={errors.appId}>
            {(control) => <Input {...control} name="appId" autoComplete="off" defaultValue={saved.appId} />}
          </Field>
          <Field label="Pusher Key" error={errors.key}>
            {(control) => <Input {...control} name="key" autoComplete="off" defaultValue={saved.key} />}
          </Field>
          <Field
            label="Pusher Secret"
            hint={
              saved.hasSecret
                ? 'A secret is stored. It is never shown; enter a new one to replace it.'
                : 'Stored encrypted.'
            }
            error={errors.secret}
          >
            {(control) => <Input {...control} name="secret" type="password" autoComplete="new-password" />}
          </Field>
          <Field label="Pusher Cluster" hint="For example mt1, eu or ap1." error={errors.cluster}>
            {(control) => (
              <Input {...control} name="cluster" autoComplete="off" defaultValue={saved.cluster} />
            )}
          </Field>
        </div>
      </Card>
      <div className="flex flex-wrap items-center gap-3">
        <BusyButton type="submit" busy={save.isPending}>
          Save
        </BusyButton>
        <TestConnection
          busy={test.isPending}
          problem={test.data?.problem}
          onTest={(form) => {
            save.reset();
            test.mutate(read(form));
          }}
        />
        {errors.form && (
          <p role="alert" className="text-bad text-sm">
            {errors.form}
          </p>
        )}
      </div>
    </form>
  );
}
