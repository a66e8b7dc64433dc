import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { LeaderboardView } from '@/components/leaderboard/LeaderboardView';
import { leaderboardQuery } from '@/lib/leaderboardQuery';
import { makeQueryClient } from '@/lib/queryClient';
import { readLeaderboard } from '@/lib/server/leaderboardQueries';
import { getPerson } from '@/lib/server/session';

export const metadata: Metadata = { title: 'Leaderboard' };

/** `/leaderboard`: public to look at; whoever is signed in may give points. */
export default async function LeaderboardPage() {
  const person = await getPerson();
  const queryClient = makeQueryClient();
  await queryClient.prefetchQuery({ ...leaderboardQuery(), queryFn: readLeaderboard });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <LeaderboardView canScore={person !== null} />
    </HydrationBoundary>
  );
}
