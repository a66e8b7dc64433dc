import { HydratePositions } from '@channelkit/react';
import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BroadcastForm } from '@/features/classes/BroadcastForm';
import { ClassList } from '@/features/classes/ClassList';
import { ClassView } from '@/features/classes/ClassView';
import { findClass, listClasses } from '@/features/classes/classQueries.server';
import { classListQuery, classQuery } from '@/features/classes/classQueryOptions';
import { pagePerson } from '@/features/session/pagePerson.server';
import { makeQueryClient } from '@/realtime/makeQueryClient';
import { getEventLog } from '@/server/eventLog';

export const metadata: Metadata = { title: 'Class' };

/** `/classes/:classId`: one class, the progress of all, and a word to everybody for administrators. */
export default async function ClassPage({ params }: PageProps<'/classes/[classId]'>) {
  const { classId } = await params;
  const person = await pagePerson(`/classes/${classId}`);
  if (!(await findClass(classId))) notFound();
  const positions = await getEventLog().positions([
    `private-class-${classId}-channel`,
    'private-progress-channel',
  ]);
  // Read again: what was found before may be older than the positions.
  const found = await findClass(classId);
  if (!found) notFound();
  const queryClient = makeQueryClient();
  await queryClient.prefetchQuery({ ...classQuery(classId), queryFn: () => found });
  await queryClient.prefetchQuery({
    ...classListQuery(),
    queryFn: async () => ({ classes: await listClasses() }),
  });
  return (
    <HydratePositions positions={positions}>
      <HydrationBoundary state={dehydrate(queryClient)}>
        <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
          <div>
            <ClassView classId={classId} />
          </div>
          <div className="grid gap-6">
            <ClassList current={classId} />
            {person.role === 'admin' && <BroadcastForm />}
          </div>
        </div>
      </HydrationBoundary>
    </HydratePositions>
  );
}
