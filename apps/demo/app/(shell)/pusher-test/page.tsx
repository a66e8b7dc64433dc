import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { Playground } from '@/features/playground/Playground';
import { serviceQuery } from '@/features/playground/serviceQueryOptions';
import { readServiceState } from '@/features/playground/triggerCommands.server';
import { pagePerson } from '@/features/session/pagePerson.server';
import { makeQueryClient } from '@/realtime/makeQueryClient';
import { atMost } from '@/server/atMost';
import { readClientConfig } from '@/server/clientConfig';
import { PageHeader } from '@/ui/PageHeader';

export const metadata: Metadata = { title: 'Playground' };

/** How long the page waits to say how the service is doing, in milliseconds: one that hangs is reported later. */
const patience = 300;

/** `/pusher-test`: connection, subscriptions, sending, a live log. */
export default async function PusherTestPage() {
  await pagePerson('/pusher-test');
  const config = await readClientConfig();
  const queryClient = makeQueryClient();
  await atMost(patience, queryClient.prefetchQuery({ ...serviceQuery(), queryFn: readServiceState }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader title="Playground">
        Listen to any channel that you have the right to, and send to any that begins with test-. Open it in
        several tabs.
      </PageHeader>
      <Playground key={JSON.stringify(config)} config={config} />
    </HydrationBoundary>
  );
}
