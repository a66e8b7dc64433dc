import { HydratePositions } from '@channelkit/react';
import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { LeaderboardView } from '@/features/leaderboard/LeaderboardView';
import { readLeaderboard } from '@/features/leaderboard/leaderboardQueries.server';
import { leaderboardQuery } from '@/features/leaderboard/leaderboardQueryOptions';
import { getPerson } from '@/features/session/session.server';
import { makeQueryClient } from '@/realtime/makeQueryClient';
import { getEventLog } from '@/server/eventLog';

export const metadata: Metadata = { title: 'Leaderboard' };

/** `/leaderboard`: public to look at; whoever is signed in may give points. */
export default async function LeaderboardPage() {
  const person = await getPerson();
  const positions = await getEventLog().positions(['leaderboard-channel']);
  const queryClient = makeQueryClient();
  await queryClient.prefetchQuery({ ...leaderboardQuery(), queryFn: readLeaderboard });
  return (
    <HydratePositions positions={positions}>
      <HydrationBoundary state={dehydrate(queryClient)}>
        <LeaderboardView canScore={person !== null} />
      </HydrationBoundary>
    </HydratePositions>
  );
}
