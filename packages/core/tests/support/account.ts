import type { ChannelGap } from '../../src/types.ts';
import type { Bench } from './setup.ts';
import type { Name } from './steps.ts';

type Lease = ReturnType<Bench['client']['acquire']>;

/** An event that the server published. */
export interface Published {
  readonly name: Name;
  readonly number: number;
  readonly at: number;
  /** When it arrives, if it does; infinite while the server keeps it back. */
  arrivesAt: number;
}

/** One hold with what it was told. */
export interface Held {
  readonly lease: Lease;
  readonly name: Name;
  /** Events published from here on are its business. */
  readonly after: number;
  isReleased: boolean;
  /** Data begun before this is known to be old. */
  firstLiveSince: number | null;
  readonly got: number[];
  readonly gaps: (ChannelGap & { readonly toldAt: number })[];
}

/** What is shown and is not what the server has: members, the last event of a cache channel. */
export function staleOf(
  live: readonly Held[],
  published: readonly Published[],
  members: readonly string[],
): string[] {
  const wrong: string[] = [];
  for (const { name, lease } of live) {
    if (name === 'presence-room') {
      const { members: known, me, isStale } = lease.members.getSnapshot();
      const shown = known.map(({ id }) => id).sort();
      if (shown.join() !== ['me', ...members].sort().join() || me?.id !== 'me' || isStale)
        wrong.push(`${name}: shows ${shown.join()}, me ${me?.id}, stale ${isStale}`);
    }
    if (!name.includes('cache-')) continue;
    const last = published.findLast((each) => each.name === name)?.number ?? null;
    const shown = lease.lastMessage?.data ?? null;
    if (shown !== last || lease.cacheMiss.getSnapshot() !== (last === null))
      wrong.push(`${name}: shows ${String(shown)}, not ${last}`);
  }
  return wrong;
}

/** Which event since its hold neither reached a holder once and in order, nor lies in a gap that it was told, or before it was live. */
export function lostOf(live: readonly Held[], published: readonly Published[]): string[] {
  const wrong: string[] = [];
  for (const { name, after, firstLiveSince, got, gaps } of live) {
    const inOrder = [...new Set(got)].sort((a, b) => a - b);
    // A cache channel begins with its last event, every time.
    if (!name.includes('cache-') && got.join() !== inOrder.join()) wrong.push(`${name}: told ${got.join()}`);
    for (const { name: channel, number, at, arrivesAt } of published) {
      if (channel !== name || number <= after || got.includes(number)) continue;
      if (firstLiveSince !== null && at <= firstLiveSince) continue;
      if (gaps.some(({ since, toldAt }) => since <= arrivesAt && at <= toldAt)) continue;
      wrong.push(
        `${name}: event ${number} of ${at} is lost, live since ${firstLiveSince}, gaps ${JSON.stringify(gaps)}`,
      );
    }
  }
  return wrong;
}
