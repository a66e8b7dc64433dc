import { channel, defineChannels, event } from '@channelkit/core';
import fc from 'fast-check';
import { expect } from 'vitest';
import { type BatchEvent, createEventLog, PusherService } from '../src/index.ts';
import type { PortDatabase } from '../src/testing/index.ts';
import { config, silent } from './fixtures.ts';

interface Told {
  /** The transaction. */
  readonly of: number;
  /** Its place among those of the transaction. */
  readonly n: number;
}

const names = ['a', 'b', 'c'] as const;
const durable = channel({ durable: true, events: { told: event<Told>() } });
const channels = defineChannels({ a: durable, b: durable, c: durable });
const pusher = new PusherService({ ...config, enabled: false }, { channels, ...silent });

/** One transaction: the channels that it tells something, in order, and whether it is committed. */
const transactionOf = fc.record({
  tells: fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 6 }),
  commits: fc.boolean(),
});

/**
 * Runs random transactions at once while a reader resumes again and again from where it stands. What it has in the end is what was
 * committed: each event once, those of a transaction together and in their order, and nothing that was rolled back. Returns
 * how many those were in all histories.
 */
export async function concurrentReading<TTransaction>(
  { port, transaction }: PortDatabase<TTransaction>,
  { runs, writers }: { readonly runs: number; readonly writers: number },
): Promise<number> {
  const log = createEventLog(pusher, port);
  let events = 0;
  const plans = fc.array(transactionOf, { minLength: 1, maxLength: 3 * writers });
  const history = async (plan: readonly { tells: (typeof names)[number][]; commits: boolean }[]) => {
    const has = Object.fromEntries(names.map((name) => [name, [] as Told[]]));
    let stand: Record<string, string> = { ...(await log.positions(names)).channels };
    const read = async () => {
      for (const [name, answer] of Object.entries(await log.replay(stand))) {
        if ('lost' in answer) throw new Error(`${name} was lost: ${answer.lost}`);
        stand = { ...stand, [name]: answer.position };
        has[name]?.push(...answer.events.map(({ data }) => data as Told));
      }
    };
    const write = async (of: number) => {
      const { tells = [], commits } = plan[of] ?? {};
      const work = async (tx: TTransaction) => {
        const events = tells.map((name, n) => ({ channel: name, event: 'told' as const, data: { of, n } }));
        await log.append(tx, ...(events as BatchEvent<typeof channels.definitions>[]));
        if (!commits) throw new Error('rolled back');
      };
      await transaction(work).catch((error: Error) => expect(error.message).toBe('rolled back'));
    };
    const queue = plan.map((_, of) => of);
    let writing = true;
    const reading = (async () => {
      while (writing) await read();
    })();
    const takeTurns = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await write(next);
    };
    await Promise.all(Array.from({ length: writers }, takeTurns)).finally(() => (writing = false));
    await reading;
    await read();
    for (const name of names) {
      const got = has[name] ?? [];
      const order = [...new Set(got.map(({ of }) => of))];
      const committed = plan.flatMap(({ tells, commits }, of) =>
        commits && tells.includes(name) ? [of] : [],
      );
      expect(order.toSorted((one, other) => one - other)).toEqual(committed);
      const told = order.flatMap((of) =>
        (plan[of]?.tells ?? []).flatMap((one, n) => (one === name ? [{ of, n }] : [])),
      );
      expect(got).toEqual(told);
      events += got.length;
    }
  };
  await fc.assert(fc.asyncProperty(plans, history), { numRuns: runs });
  return events;
}
