import { scoreSchema } from '@/features/leaderboard/leaderboard';
import { addPoints } from '@/features/leaderboard/leaderboardCommands.server';
import { readLeaderboard } from '@/features/leaderboard/leaderboardQueries.server';
import { requirePerson } from '@/features/session/visitor.server';
import { countUse } from '@/server/rateLimit';
import { readBody } from '@/server/requestBody';
import { route } from '@/server/route';

/** `GET`: everybody in order of their score. */
export const GET = route(readLeaderboard);

/** `POST { userId, points }`: gives a player points; answers with the new order. */
export const POST = route(async (request: Request) => {
  const person = await requirePerson();
  const { userId, points } = await readBody(request, scoreSchema);
  await countUse('score', person.id);
  return addPoints(userId, points);
});
