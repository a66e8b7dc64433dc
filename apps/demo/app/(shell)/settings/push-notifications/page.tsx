import { Lock } from 'lucide-react';
import type { Metadata } from 'next';
import { PushSettingsForm } from '@/components/settings/PushSettingsForm';
import { Card } from '@/components/ui/Card';
import { EmptyState } from '@/components/ui/EmptyState';
import { PageHeader } from '@/components/ui/PageHeader';
import { pagePerson } from '@/lib/server/pagePerson';
import { readPushSettings } from '@/lib/server/pushSettingsStore';

export const metadata: Metadata = { title: 'Push notifications' };

/** `/settings/push-notifications`: real time for the whole application; for administrators. */
export default async function PushSettingsPage() {
  const person = await pagePerson('/settings/push-notifications');
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="Push notifications">
        Which service carries the events of this application.
      </PageHeader>
      {person.role === 'admin' ? (
        <PushSettingsForm initial={await readPushSettings()} />
      ) : (
        <Card>
          <EmptyState icon={<Lock />} title="For administrators">
            Continue as Idris Vale, at the end of the sidebar, to change these settings.
          </EmptyState>
        </Card>
      )}
    </div>
  );
}
