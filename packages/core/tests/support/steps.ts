import fc from 'fast-check';
import type { ConnectAnswer } from '../../src/testing/index.ts';
import type { LiveLoad } from './setup.ts';

export const names = [
  'orders',
  'private-orders',
  'presence-room',
  'cache-x',
  'private-cache-y',
  'private-encrypted-vault',
] as const;
export type Name = (typeof names)[number];

/** What code that is called back may do at once. */
const acts = ['release', 'acquire', 'disconnect', 'connect', 'user', 'retry', 'trigger', 'throw'] as const;
export type Act = (typeof acts)[number];

/** What a run does, one step after the other. */
export type Step =
  | { do: 'acquire'; name: Name; scoped: boolean }
  | { do: 'release' | 'retry' | 'trigger'; index: number }
  | { do: 'wait'; ms: number }
  | { do: 'drop'; code: number }
  | { do: 'down' | 'up' | 'hold' | 'letGo' | 'releaseAuth' | 'connect' | 'disconnect' | 'freeze' }
  | { do: 'garbage'; name: Name | null }
  | { do: 'connects'; answer: ConnectAnswer; times: number }
  | { do: 'auth'; answer: 'ok' | 'hold' | 401 | 403 | 500 | 'network' | 'never' | 'rubbish'; times: number }
  | { do: 'subscribe'; answer: 'never' | 'refuse' | 'late'; times: number }
  | { do: 'user'; id: string | null }
  | { do: 'options'; auth: 'same' | 'other'; userAuth: boolean }
  | { do: 'signIn'; answer: 'accept' | 'refuse' | 'never' }
  /** Another key for the encrypted channel, which the back end hands out or not. */
  | { do: 'key'; isKnown: boolean }
  | { do: 'emit'; name: Name }
  | { do: 'member'; id: string; isThere: boolean }
  /** One of the next calls of a listener makes it do something at once. */
  | {
      do: 'trap';
      on: 'status' | 'connection' | 'event' | 'gap' | 'client';
      index: number;
      act: Act;
      target: number;
      skip: number;
    };

const one = <T extends string | number | boolean | null>(...values: readonly T[]): fc.Arbitrary<T> =>
  fc.constantFrom(...values);
const index = fc.nat(20);
const few = fc.integer({ min: 1, max: 3 });
const name = one(...names);

const kinds: readonly { weight: number; arbitrary: fc.Arbitrary<unknown> }[] = [
  { weight: 5, arbitrary: fc.record({ do: one('acquire'), name, scoped: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ do: one('release'), index }) },
  { weight: 8, arbitrary: fc.record({ do: one('wait'), ms: one(0, 1, 5, 50, 600, 3_000, 12_000, 45_000) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: one('drop'),
      code: one(1000, 1001, 1002, 1006, 4000, 4001, 4009, 4100, 4200, 4201, 4299, 4301),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: one('down', 'up', 'hold', 'letGo', 'releaseAuth', 'connect', 'disconnect', 'freeze'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: one('garbage'), name: fc.option(name) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: one('connects'),
      answer: fc.oneof(
        one('refuse', 'silence'),
        fc.record({ close: one(1006, 1011, 4001, 4100, 4200) }),
        fc.record({ frame: one('{"event":', '{"event":"pusher:connection_established","data":"{}"}') }),
      ),
      times: few,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: one('auth'),
      answer: one<string | number>('ok', 'hold', 401, 403, 500, 'network', 'never', 'rubbish'),
      times: few,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: one('subscribe'), answer: one('never', 'refuse', 'late'), times: few }),
  },
  { weight: 1, arbitrary: fc.record({ do: one('user'), id: one(null, '7', '8') }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: one('options'), auth: one('same', 'other'), userAuth: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: one('signIn'), answer: one('accept', 'refuse', 'never') }) },
  { weight: 1, arbitrary: fc.record({ do: one('key'), isKnown: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: one('retry'), index }) },
  { weight: 1, arbitrary: fc.record({ do: one('trigger'), index }) },
  { weight: 6, arbitrary: fc.record({ do: one('emit'), name }) },
  { weight: 1, arbitrary: fc.record({ do: one('member'), id: one('ann', 'bob'), isThere: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: one('trap'),
      on: one('status', 'connection', 'event', 'gap', 'client'),
      index,
      act: one(...acts),
      target: index,
      skip: fc.nat(3),
    }),
  },
];

/** What a run is made of besides its steps. */
export interface Conditions {
  /** How the engine comes, load by load. */
  readonly loads: readonly LiveLoad[];
  readonly hasGrace: boolean;
  /** One-way time of a frame in milliseconds. */
  readonly latency: number;
}

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(...(kinds as readonly { weight: number; arbitrary: fc.Arbitrary<Step> }[])),
  { minLength: 1, maxLength: 40, size: 'max' },
);

export const conditions: fc.Arbitrary<Conditions> = fc.record({
  loads: fc.array(fc.constantFrom<LiveLoad[]>('fails', 'fails late', 0, 50, 3_000), { maxLength: 3 }),
  hasGrace: fc.boolean(),
  latency: one(0, 0, 0, 30, 400, 6_000),
});
