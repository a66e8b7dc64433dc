import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import type { Metadata } from 'next';
import { PushSettingsView } from '@/features/push-settings/PushSettingsView';
import { pushSettingsQuery } from '@/features/push-settings/pushSettingsQueryOptions';
import { readPushSettings } from '@/features/push-settings/pushSettingsStore.server';
import { pagePerson } from '@/features/session/pagePerson.server';
import { makeQueryClient } from '@/realtime/makeQueryClient';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { PageHeader } from '@/ui/PageHeader';

export const metadata: Metadata = { title: 'Push notifications' };

/** `/settings/push-notifications`: real time for the whole application; for administrators. */
export default async function PushSettingsPage() {
  const person = await pagePerson('/settings/push-notifications');
  const queryClient = makeQueryClient();
  if (person.role === 'admin')
    await queryClient.prefetchQuery({ ...pushSettingsQuery(), queryFn: readPushSettings });
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="Push notifications">
        Which service carries the events of this application.
      </PageHeader>
      {person.role === 'admin' ? (
        <HydrationBoundary state={dehydrate(queryClient)}>
          <PushSettingsView />
        </HydrationBoundary>
      ) : (
        <Card>
          <EmptyState icon={<Lock />} title="For administrators">
            To change these settings, switch to Idris Vale at the end of the menu.
          </EmptyState>
        </Card>
      )}
    </div>
  );
}
