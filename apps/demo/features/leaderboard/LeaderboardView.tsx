'use client';
import { LiveModeMark } from '@/realtime/LiveModeMark';
import { Card } from '@/ui/Card';
import { PageHeader } from '@/ui/PageHeader';
import { LeaderboardRow } from './LeaderboardRow.tsx';
import { useLeaderboard } from './useLeaderboard.ts';

const rowHeight = 72;

/** The leaderboard. Rows move to their new place; arrows show who rose and fell. */
export function LeaderboardView({ canScore }: { readonly canScore: boolean }) {
  const { leaderboard, updateScore, error, mode } = useLeaderboard();
  const places = new Map(leaderboard.map(({ userId }, index) => [userId, index]));
  // DOM order stays the same, so a row keeps its element and focus while it moves.
  const rows = leaderboard.toSorted((a, b) => Number(a.userId) - Number(b.userId));
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-3">
            Leaderboard
            <LiveModeMark mode={mode} />
          </span>
        }
      >
        Every event carries the whole board, so no page has to fetch it.
      </PageHeader>
      <Card className="overflow-hidden">
        {/* The card has the border under the last row. */}
        <ol className="-mb-px relative" style={{ height: leaderboard.length * rowHeight }}>
          {rows.map((entry) => (
            <LeaderboardRow
              key={entry.userId}
              entry={entry}
              offset={(places.get(entry.userId) ?? 0) * rowHeight}
              canScore={canScore}
              onScore={(points) => void updateScore(entry.userId, points).catch(() => {})}
            />
          ))}
        </ol>
      </Card>
      <p role="alert" className="mt-4 min-h-5 text-bad text-sm">
        {error?.message}
      </p>
    </div>
  );
}
