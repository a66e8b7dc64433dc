import { HydratePositions } from '@channelkit/react';
import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { NotificationList } from '@/features/notifications/NotificationList';
import { listNotifications } from '@/features/notifications/notificationCommands.server';
import { notificationListQuery } from '@/features/notifications/notificationQueryOptions';
import { PusherExample } from '@/features/notifications/PusherExample';
import { SendNotification } from '@/features/notifications/SendNotification';
import { pagePerson } from '@/features/session/pagePerson.server';
import { listPeople } from '@/features/session/peopleQueries.server';
import { makeQueryClient } from '@/realtime/makeQueryClient';
import { getEventLog } from '@/server/eventLog';
import { PageHeader } from '@/ui/PageHeader';

export const metadata: Metadata = { title: 'Notifications' };

/** `/notifications`: each person's own channel. */
export default async function NotificationsPage() {
  const person = await pagePerson('/notifications');
  const userId = String(person.id);
  const positions = await getEventLog().positions([`private-supplier.notifications.${userId}`]);
  const queryClient = makeQueryClient();
  await queryClient.prefetchQuery({
    ...notificationListQuery(userId),
    queryFn: async () => ({ notifications: await listNotifications(person.id) }),
  });
  return (
    <HydratePositions positions={positions}>
      <HydrationBoundary state={dehydrate(queryClient)}>
        <PageHeader title="Notifications">
          Each person has their own channel. Switch to another person at the end of the menu, and the channel
          follows.
        </PageHeader>
        <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
          <NotificationList userId={userId} />
          <div className="grid gap-6">
            <PusherExample name={person.name} />
            <SendNotification people={await listPeople()} self={person} />
          </div>
        </div>
      </HydrationBoundary>
    </HydratePositions>
  );
}
