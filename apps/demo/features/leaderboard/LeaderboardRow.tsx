'use client';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useState } from 'react';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { cn } from '@/ui/cn';
import { Pulse } from '@/ui/Pulse';
import type { Ranking } from './leaderboard.ts';

interface LeaderboardRowProps {
  readonly entry: Ranking;
  /** Pixels from the top of the list. */
  readonly offset: number;
  readonly canScore: boolean;
  readonly onScore: (points: number) => void;
}

/** How many places the player moved up (positive) or down. */
function useRankChange(rank: number): number {
  const [seen, setSeen] = useState({ rank, change: 0 });
  if (seen.rank !== rank) setSeen({ rank, change: seen.rank - rank });
  return seen.rank === rank ? seen.change : seen.rank - rank;
}

function RankChange({ change }: { readonly change: number }) {
  if (change === 0) return <span className="w-8 max-sm:hidden" />;
  const up = change > 0;
  const Icon = up ? ArrowUp : ArrowDown;
  return (
    <span className={cn('figures flex items-center gap-0.5 text-xs sm:w-8', up ? 'text-live' : 'text-bad')}>
      <Icon aria-hidden className="size-3.5" />
      <span className="sr-only">{up ? 'up' : 'down'}</span>
      {Math.abs(change)}
    </span>
  );
}

/** One player: rank, change of rank, name, score. */
export function LeaderboardRow({ entry, offset, canScore, onScore }: LeaderboardRowProps) {
  const change = useRankChange(entry.rank);
  return (
    <li
      data-player={entry.userId}
      data-rank={entry.rank}
      style={{ transform: `translateY(${offset}px)` }}
      className="absolute inset-x-0 top-0 flex h-[72px] items-center gap-2 border-b px-4 transition-transform duration-500 ease-out motion-reduce:transition-none sm:gap-3 sm:px-5"
    >
      <span className="figures w-6 text-right font-medium text-ink-soft text-sm">{entry.rank}</span>
      <RankChange change={change} />
      <Avatar name={entry.name} className="max-sm:hidden" />
      <span className="line-clamp-2 min-w-0 flex-1 font-medium text-sm [overflow-wrap:anywhere]">
        {entry.name}
      </span>
      <Pulse on={entry.score} className="figures font-semibold">
        {entry.score.toLocaleString('en-IE')}
      </Pulse>
      {canScore && (
        <span className="flex gap-1">
          <Button
            look="plain"
            size="small"
            className="max-sm:hidden"
            aria-label={`Give ${entry.name} 10 points`}
            onClick={() => onScore(10)}
          >
            +10
          </Button>
          <Button
            look="plain"
            size="small"
            aria-label={`Give ${entry.name} 50 points`}
            onClick={() => onScore(50)}
          >
            +50
          </Button>
        </span>
      )}
    </li>
  );
}
