import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { NotificationList } from '@/components/notifications/NotificationList';
import { PusherExample } from '@/components/notifications/PusherExample';
import { SendNotification } from '@/components/notifications/SendNotification';
import { PageHeader } from '@/components/ui/PageHeader';
import { notificationListQuery } from '@/lib/notificationQuery';
import { makeQueryClient } from '@/lib/queryClient';
import { listNotifications } from '@/lib/server/notificationCommands';
import { pagePerson } from '@/lib/server/pagePerson';
import { listPeople } from '@/lib/server/peopleQueries';

export const metadata: Metadata = { title: 'Notifications' };

/** `/notifications`: each person's own channel. */
export default async function NotificationsPage() {
  const person = await pagePerson('/notifications');
  const userId = String(person.id);
  const queryClient = makeQueryClient();
  await queryClient.prefetchQuery({
    ...notificationListQuery(userId),
    queryFn: async () => ({ notifications: await listNotifications(person.id) }),
  });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader title="Notifications">
        Everybody has a channel of their own. Switch to another person at the end of the menu: the channel
        goes along.
      </PageHeader>
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <NotificationList userId={userId} />
        <div className="grid gap-6">
          <PusherExample name={person.name} />
          <SendNotification people={await listPeople()} self={person} />
        </div>
      </div>
    </HydrationBoundary>
  );
}
