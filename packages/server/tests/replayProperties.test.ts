import { channel, defineChannels, event } from '@channelkit/core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BatchEvent, createEventLog, PusherService } from '../src/index.ts';
import { createMemoryDatabase } from '../src/testing/index.ts';
import { config, silent } from './fixtures.ts';
import { startRecorder } from './recorder.ts';

const names = ['a', 'b', 'c'] as const;
type Name = (typeof names)[number];
const durable = channel({ durable: true, events: { told: event<{ n: number }>() } });
const channels = defineChannels({ a: durable, b: durable, c: durable });

let recorder: Awaited<ReturnType<typeof startRecorder>>;
beforeAll(async () => {
  recorder = await startRecorder();
});
afterAll(() => recorder.stop());

/** An event as the model knows it; its serial is its place in the list, from 1. */
interface Known {
  readonly n: number;
  waits: boolean;
  isKept: boolean;
}
interface Held {
  readonly name: Name;
  readonly text: string;
  readonly epoch: number;
  readonly serial: number;
}

/** A log, and a model that knows the order of commits, what was sent, and what was trimmed. */
async function setUp() {
  const { port, transaction } = createMemoryDatabase();
  const at = { ...config, host: '127.0.0.1', port: recorder.port, tls: false };
  const log = createEventLog(new PusherService(at, { channels, ...silent }), port);
  const events: Record<Name, Known[]> = { a: [], b: [], c: [] };
  let epoch = 0;
  let next = 0;
  const held: Held[] = [];
  const hold = async () => {
    const stand = (await log.positions(names)).channels;
    for (const name of names)
      held.push({ name, text: stand[name] ?? '', epoch, serial: events[name].length });
  };
  await hold();

  return {
    held,
    hold,
    append: async (told: readonly Name[], commits: boolean) => {
      const given = told.map((name) => ({ channel: name, event: 'told' as const, data: { n: next++ } }));
      const work = transaction(async (tx) => {
        await log.append(tx, ...(given as BatchEvent<typeof channels.definitions>[]));
        if (!commits) throw new Error('rolled back');
      });
      await work.catch((error: Error) => expect(error.message).toBe('rolled back'));
      if (!commits) return;
      for (const { channel: name, data } of given)
        events[name as Name].push({ n: data.n, waits: true, isKept: true });
    },
    /** Sends what waits, and compares what is on the wire with the model. */
    flush: async () => {
      recorder.requests.length = 0;
      await log.flush();
      const sent = recorder.requests.flatMap(
        ({ body }) => (JSON.parse(body) as { batch: { channel: Name; data: string }[] }).batch,
      );
      const places = sent.map(({ channel: name, data }) => {
        const { n, $continuity } = JSON.parse(data) as { n: number; $continuity: { position: string } };
        return [name, n, Number($continuity.position.split(':')[1])];
      });
      const expected = names.flatMap((name) =>
        events[name].flatMap(({ n, waits }, index) => (waits ? [[name, n, index + 1]] : [])),
      );
      const byNumber = (one: unknown[], other: unknown[]) => Number(one[1]) - Number(other[1]);
      expect(places.toSorted(byNumber)).toEqual(expected.toSorted(byNumber));
      for (const name of names) for (const known of events[name]) known.waits = false;
    },
    trim: async (count: number) => {
      await port.trim({ before: 0, count });
      for (const name of names) {
        for (const known of events[name].slice(0, Math.max(0, events[name].length - count)))
          if (!known.waits) known.isKept = false;
      }
    },
    reset: async () => {
      await transaction((tx) => log.reset(tx));
      epoch += 1;
      for (const name of names) events[name] = events[name].filter(({ waits }) => waits);
    },
    /** Resumes from positions that were handed out earlier. */
    ask: async (asked: readonly Held[], maxEvents: number) => {
      const since = Object.fromEntries(asked.map(({ name, text }) => [name, text]));
      const positions = new Map(asked.map((one) => [one.name, one]));
      const missing = new Map(
        [...positions.values()].flatMap((one) =>
          one.epoch === epoch ? [[one.name, events[one.name].slice(one.serial)] as const] : [],
        ),
      );
      let sum = 0;
      const tooMuch = new Set<Name>();
      for (const [name, list] of [...missing].toSorted((one, other) => one[1].length - other[1].length)) {
        sum += list.length;
        if (list.length > 0 && sum > maxEvents) tooMuch.add(name);
      }
      const stand = (await log.positions(names)).channels;
      const answers = await log.replay(since, { maxEvents });
      expect(Object.keys(answers).toSorted()).toEqual([...positions.keys()].toSorted());
      for (const [name, answer] of Object.entries(answers) as [Name, (typeof answers)[string]][]) {
        expect(answer.position).toBe(stand[name]);
        expect(answer.position.endsWith(`:${events[name].length}`)).toBe(true);
        const list = missing.get(name);
        if (!list) expect(answer).toMatchObject({ lost: 'epoch' });
        else if (tooMuch.has(name)) expect(answer).toMatchObject({ lost: 'limit' });
        else if (list.some(({ isKept }) => !isKept)) expect(answer).toMatchObject({ lost: 'trimmed' });
        else {
          const told = 'events' in answer ? answer.events : [];
          expect(told.map(({ data }) => data)).toEqual(list.map(({ n }) => ({ n })));
          const [begun] = answer.position.split(':');
          const first = events[name].length - list.length + 1;
          expect(told.map(({ position }) => position)).toEqual(
            list.map((_, index) => `${begun}:${first + index}`),
          );
        }
      }
    },
  };
}

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('append' as const),
      told: fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }),
      commits: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('flush' as const) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('hold' as const) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('trim' as const), count: fc.nat({ max: 6 }) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('reset' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('ask' as const),
      which: fc.array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: 3 }),
      maxEvents: fc.constantFrom(3, 8, 1_000),
    }),
  },
);

it('replays exactly what came after a position, or says why not, in any history (17)', async () => {
  const history = fc.asyncProperty(
    fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }),
    async (steps) => {
      const model = await setUp();
      for (const one of steps) {
        if (one.does === 'append') await model.append(one.told, one.commits);
        else if (one.does === 'trim') await model.trim(one.count);
        else if (one.does === 'ask') {
          const asked = one.which.map((index) => model.held[index % model.held.length] as Held);
          await model.ask(asked, one.maxEvents);
        } else await model[one.does]();
      }
      await model.flush();
    },
  );
  await expect(fc.assert(history, { numRuns: 300 })).resolves.toBeUndefined();
});
