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

/** Milliseconds that the page waits for the state of the service; a slow service is shown later. */
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
        Subscribe to any channel that you are authorized for, and send to channels that start with test-. Try
        it in several tabs.
      </PageHeader>
      <Playground key={JSON.stringify(config)} config={config} />
    </HydrationBoundary>
  );
}
