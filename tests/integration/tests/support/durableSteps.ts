import fc from 'fast-check';

/** Durable channels of every kind. */
export const durableNames = [
  'orders-1',
  'private-orders-1',
  'presence-room-1',
  'private-encrypted-vault-1',
] as const;
export type DurableName = (typeof durableNames)[number];

/** How an endpoint of the back end answers. `late` answers with what it knew when it was asked, after that many milliseconds. */
export type EndpointAnswer = 401 | 500 | 'hung' | { readonly late: number };

/** Faults that last until they are ended. */
export const lastingFaults = ['mute', 'pause', 'reorder', 'delay', 'refuse'] as const;
export type LastingFault = (typeof lastingFaults)[number];

/** What a history is made of. */
export type DurableStep =
  | { do: 'acquire'; name: DurableName }
  | { do: 'release'; index: number }
  | {
      do: 'append';
      names: DurableName[];
      /** The one of two processes that sends it. */
      worker: number;
      isOwn: boolean;
      /** Whether its transaction stays open for 300 ms, and whether it is rolled back. */
      isLong: boolean;
      isUndone: boolean;
    }
  | { do: 'wait'; ms: number }
  | { do: 'begin' | 'end'; fault: LastingFault }
  | { do: 'lose' | 'duplicate' | 'failApi'; times: number }
  | { do: 'drop' | 'destroy' | 'restart' | 'connect' | 'disconnect' }
  /** A process has claimed what waits, and died. */
  | { do: 'die' }
  | { do: 'endpoint'; path: '/auth' | '/resume'; answer: EndpointAnswer; times: number }
  /** What only a gap can heal. */
  | { do: 'trim'; count: number }
  | { do: 'reset' }
  | { do: 'user'; id: string }
  | { do: 'refuse' | 'allow'; name: DurableName };

const one = <T extends string | number>(...values: readonly T[]): fc.Arbitrary<T> =>
  fc.constantFrom(...values);
const name = one(...durableNames);
const times = fc.integer({ min: 1, max: 3 });
const seldom = fc.nat(9).map((n) => n === 0);
const late = fc.record({ late: one(50, 700, 4_000) });

const socketFaults: fc.WeightedArbitrary<DurableStep>[] = [
  { weight: 5, arbitrary: fc.record({ do: one('acquire'), name }) },
  { weight: 1, arbitrary: fc.record({ do: one('release'), index: fc.nat(10) }) },
  {
    weight: 14,
    arbitrary: fc.record({
      do: one('append'),
      names: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
      worker: fc.nat(1),
      isOwn: seldom,
      isLong: seldom,
      isUndone: seldom,
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: one('wait'), ms: one(0, 20, 250, 900, 3_000, 6_000) }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: one('begin', 'end'), fault: one(...lastingFaults) }),
  },
  { weight: 5, arbitrary: fc.record({ do: one('lose', 'duplicate', 'failApi'), times }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: one('drop', 'drop', 'destroy', 'restart', 'connect', 'disconnect') }),
  },
  { weight: 1, arbitrary: fc.record({ do: one('die') }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: one('endpoint'), path: fc.constant('/resume'), answer: late, times }),
  },
];

const logFaults: fc.WeightedArbitrary<DurableStep>[] = [
  { weight: 2, arbitrary: fc.record({ do: one('trim'), count: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: one('reset') }) },
  { weight: 1, arbitrary: fc.record({ do: one('user'), id: one('ada', 'bob') }) },
  { weight: 2, arbitrary: fc.record({ do: one('refuse', 'allow'), name }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: one('endpoint'),
      path: one('/auth', '/resume'),
      answer: fc.oneof(
        one<EndpointAnswer & (string | number)>(401, 500, 'hung'),
        late,
        fc.record({ late: one(12_000) }),
      ),
      times,
    }),
  },
];

/** A history in which only sockets and senders fail, or the log, its endpoints, the user and the rights change as well. */
export interface DurableHistory {
  readonly isMild: boolean;
  readonly transport: 'pusher-js' | 'WebSocket';
  readonly steps: readonly DurableStep[];
}

export const durableHistories: fc.Arbitrary<DurableHistory> = fc
  .record({ isMild: fc.boolean(), transport: one('pusher-js', 'WebSocket') })
  .chain((given) =>
    fc
      .array(fc.oneof(...socketFaults, ...(given.isMild ? [] : logFaults)), {
        minLength: 5,
        maxLength: 40,
        size: 'max',
      })
      .map((steps) => ({ ...given, steps })),
  );
