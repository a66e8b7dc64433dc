import fc from 'fast-check';

export const names = ['orders', 'private-orders', 'presence-room', 'cache-price'] as const;
export type Name = (typeof names)[number];

/** The behavior of the application's authorization. */
export type AuthAnswer = 'ok' | 401 | 403 | 500 | 'slow' | 'hung' | 'rubbish';

/** What a run does, one step after the other. */
export type Step =
  | { do: 'acquire' | 'emit'; name: Name }
  | { do: 'release' | 'retry' | 'trigger'; index: number }
  | { do: 'wait'; ms: number }
  | { do: 'drop'; code: number }
  | { do: 'kill' | 'revive' | 'restart' | 'mute' | 'unmute' | 'pause' | 'resume' | 'connect' | 'disconnect' }
  | { do: 'garbage'; frame: string }
  | { do: 'connects'; code: number; times: number }
  | { do: 'auth'; answer: AuthAnswer; times: number }
  | { do: 'subscribes'; status: number; times: number }
  | { do: 'late'; ms: number; times: number }
  /** Confirmations, greetings or pongs are lost; a lost event of the app stays unknown without positions. */
  | { do: 'lose'; event: string; times: number }
  | { do: 'user'; id: string | null }
  | { do: 'options'; isOther: boolean };

const one = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const index = fc.nat(20);
const times = fc.integer({ min: 1, max: 3 });
const name = one(...names);

// 4000 sends pusher-js to TLS for good, which this server does not speak.
const codes = [1000, 1001, 4001, 4009, 4099, 4100, 4199, 4200, 4201, 4299, 4300];
const garbage = [
  '{"event":',
  '7',
  'null',
  '{"event":7,"channel":"orders"}',
  '{"event":"pusher_internal:subscription_succeeded","channel":"presence-room","data":"{}"}',
  '{"event":"pusher_internal:member_added","channel":"presence-room","data":"null"}',
  '{"event":"pusher:error","data":{"code":null,"message":"no"}}',
];

const lost = [
  'pusher_internal:subscription_succeeded',
  'pusher:connection_established',
  'pusher:pong',
  'pusher:signin_success',
];

const kinds: readonly { weight: number; arbitrary: fc.Arbitrary<Step> }[] = [
  { weight: 4, arbitrary: fc.record({ do: one('acquire' as const), name }) },
  { weight: 4, arbitrary: fc.record({ do: one('release' as const), index }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: one('wait' as const), ms: one(0, 1, 60, 600, 3_000, 12_000, 45_000) }),
  },
  { weight: 3, arbitrary: fc.record({ do: one('drop' as const), code: one(...codes) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: one(
        ...([
          'kill',
          'revive',
          'restart',
          'mute',
          'unmute',
          'pause',
          'resume',
          'connect',
          'disconnect',
        ] as const),
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: one('garbage' as const), frame: one(...garbage) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: one('connects' as const), code: one(1011, 4001, 4100, 4200), times }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: one('auth' as const),
      answer: one<AuthAnswer>('ok', 401, 403, 500, 'slow', 'hung', 'rubbish'),
      times,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: one('subscribes' as const), status: one(401, 403), times }) },
  { weight: 1, arbitrary: fc.record({ do: one('late' as const), ms: one(700, 11_000), times }) },
  { weight: 1, arbitrary: fc.record({ do: one('lose' as const), event: one(...lost), times }) },
  { weight: 1, arbitrary: fc.record({ do: one('user' as const), id: one(null, '7', '8') }) },
  { weight: 1, arbitrary: fc.record({ do: one('options' as const), isOther: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: one('retry' as const), index }) },
  { weight: 1, arbitrary: fc.record({ do: one('trigger' as const), index }) },
  { weight: 6, arbitrary: fc.record({ do: one('emit' as const), name }) },
];

export const steps: fc.Arbitrary<Step[]> = fc.array(fc.oneof(...kinds), {
  minLength: 1,
  maxLength: 30,
  size: 'max',
});
