import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import type { Metadata } from 'next';
import { PushSettingsView } from '@/components/settings/PushSettingsView';
import { Card } from '@/components/ui/Card';
import { EmptyState } from '@/components/ui/EmptyState';
import { PageHeader } from '@/components/ui/PageHeader';
import { pushSettingsQuery } from '@/lib/pushSettingsQuery';
import { makeQueryClient } from '@/lib/queryClient';
import { pagePerson } from '@/lib/server/pagePerson';
import { readPushSettings } from '@/lib/server/pushSettingsStore';

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
            Continue as Idris Vale, at the end of the menu, to change these settings.
          </EmptyState>
        </Card>
      )}
    </div>
  );
}
