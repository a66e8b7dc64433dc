import { scoreSchema } from '@/lib/leaderboard';
import { addPoints } from '@/lib/server/leaderboardCommands';
import { readLeaderboard } from '@/lib/server/leaderboardQueries';
import { countUse } from '@/lib/server/rateLimit';
import { readBody } from '@/lib/server/requestBody';
import { route } from '@/lib/server/route';
import { requirePerson } from '@/lib/server/visitor';

/** `GET`: everybody in order of their score. */
export const GET = route(readLeaderboard);

/** `POST { userId, points }`: gives a player points; answers with the new order. */
export const POST = route(async (request: Request) => {
  const person = await requirePerson();
  const { userId, points } = await readBody(request, scoreSchema);
  await countUse('score', person.id);
  return addPoints(userId, points);
});
