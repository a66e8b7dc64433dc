'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useRealtimeQuery } from '@/realtime/queryBridge';
import { Button } from '@/ui/Button';
import { LoadFailure } from '@/ui/LoadFailure';
import { PushSettingsForm } from './PushSettingsForm.tsx';
import type { PushSettings } from './pushSettings.ts';
import { pushSettingsQuery } from './pushSettingsQueryOptions.ts';

interface Shown {
  readonly settings: PushSettings;
  /** The form's key: it changes with another person's settings; saving here keeps form and focus. */
  readonly form: number;
}

const isSame = (one: PushSettings, other: PushSettings): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** The settings. They follow other administrators' changes, but never overwrite edits in this window. */
export function PushSettingsView() {
  const { data, error, refetch } = useRealtimeQuery({
    ...pushSettingsQuery(),
    live: 'notification-channel',
    pollInterval: 4000,
  });
  if (!data) return error && <LoadFailure error={error} onRetry={() => void refetch()} />;
  return <FollowingForm current={data} />;
}

function FollowingForm({ current }: { readonly current: PushSettings }) {
  const queryClient = useQueryClient();
  const [shown, setShown] = useState<Shown>({ settings: current, form: 0 });
  const [isEdited, setEdited] = useState(false);
  const isBehind = !isSame(shown.settings, current);
  const follow = () => setShown(({ form }) => ({ settings: current, form: form + 1 }));
  if (isBehind && !isEdited) follow();
  return (
    <>
      {isBehind && (
        <div
          role="status"
          className="mb-6 flex flex-wrap items-center gap-3 rounded-xl bg-warn-soft p-4 text-sm"
        >
          <p className="flex-1 text-warn">Another administrator has saved new settings.</p>
          <Button
            look="plain"
            size="small"
            onClick={() => {
              setEdited(false);
              follow();
            }}
          >
            Show new settings
          </Button>
        </div>
      )}
      <PushSettingsForm
        key={shown.form}
        saved={shown.settings}
        onEdit={() => setEdited(true)}
        onSaved={(settings) => {
          setEdited(false);
          setShown(({ form }) => ({ settings, form }));
          queryClient.setQueryData(pushSettingsQuery().queryKey, settings);
        }}
      />
    </>
  );
}
