import type { Metadata } from 'next';
import { Playground } from '@/components/playground/Playground';
import { PageHeader } from '@/components/ui/PageHeader';
import { readClientConfig } from '@/lib/server/clientConfig';
import { pagePerson } from '@/lib/server/pagePerson';

export const metadata: Metadata = { title: 'Playground' };

/** `/pusher-test`: connection, subscriptions, sending, a live log. */
export default async function PusherTestPage() {
  await pagePerson('/pusher-test');
  const config = await readClientConfig();
  return (
    <>
      <PageHeader title="Playground">
        Listen to any channel that you have the right to, and send to any that begins with test-. Open it in
        several tabs.
      </PageHeader>
      <Playground key={JSON.stringify(config)} config={config} />
    </>
  );
}
