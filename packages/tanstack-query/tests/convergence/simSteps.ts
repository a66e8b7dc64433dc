import fc from 'fast-check';
import type { EntityId } from './simServer.ts';

/** How a page observes a query. */
export interface ObserverKind {
  readonly staleTime: number | 'static';
  readonly enabled: boolean;
  readonly refetchOnMount: boolean;
  readonly refetchOnWindowFocus: boolean;
}

/** One thing that happens in a schedule. */
export type SimStep =
  | {
      readonly type: 'write';
      readonly id: EntityId;
      readonly delay: number;
      readonly duplicate: boolean;
      readonly unreadable: boolean;
    }
  | { readonly type: 'burst'; readonly id: EntityId; readonly count: number }
  | { readonly type: 'mount'; readonly query: number; readonly kind: ObserverKind }
  | { readonly type: 'unmount' | 'toggle'; readonly page: number }
  | {
      readonly type:
        | 'drop'
        | 'restore'
        | 'mute'
        | 'deny'
        | 'allow'
        | 'hide'
        | 'show'
        | 'offline'
        | 'online'
        | 'reload'
        | 'dispose'
        | 'clear'
        | 'keep';
    }
  | { readonly type: 'weather'; readonly latency: number; readonly readAt: number; readonly failing: boolean }
  | { readonly type: 'mutate'; readonly id: 'a' | 'b'; readonly fails: boolean; readonly lasts: number }
  /** A list that fills in its details. */
  | { readonly type: 'seed'; readonly id: 'a' | 'b'; readonly lasts: number }
  /** A mutation that touches nothing here, or says so wrongly and hangs. */
  | { readonly type: 'upload'; readonly lasts: number }
  | {
      readonly type:
        | 'setData'
        | 'hydrate'
        | 'stream'
        | 'putBack'
        | 'remove'
        | 'reset'
        | 'cancel'
        | 'cancelSilently'
        | 'more'
        | 'prefetch'
        | 'invalidate'
        | 'refetch';
      readonly query: number;
    };

/** A step and the time before it, in milliseconds. */
export interface TimedStep {
  readonly after: number;
  readonly step: SimStep;
}

/** One random history of a page, a server and a network. */
export interface Schedule {
  readonly wait: number;
  readonly maxWait: number;
  readonly jitter: number;
  /** How far the replica lags; the bridge is told the same as `settle`. */
  readonly lag: number;
  readonly steps: readonly TimedStep[];
}

const entity = fc.constantFrom<EntityId>('a', 'b', 'invoice');
const delay = fc.constantFrom(0, 0, 1, 30, 120);
const query = fc.nat({ max: 4 });
const page = fc.nat({ max: 5 });
const kind = fc.record<ObserverKind>({
  staleTime: fc.constantFrom<number | 'static'>(
    0,
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    'static',
  ),
  enabled: fc.constantFrom(true, true, true, false),
  refetchOnMount: fc.constantFrom(true, true, false),
  refetchOnWindowFocus: fc.constantFrom(true, false),
});

const quiet = [
  'drop',
  'restore',
  'restore',
  'mute',
  'deny',
  'allow',
  'hide',
  'show',
  'show',
  'offline',
  'online',
  'online',
  'reload',
  'reload',
  'dispose',
  'clear',
  'keep',
] as const;
const onQuery = [
  'setData',
  'hydrate',
  'hydrate',
  'stream',
  'putBack',
  'remove',
  'reset',
  'cancel',
  'cancelSilently',
  'more',
  'more',
  'prefetch',
  'invalidate',
  'refetch',
] as const;

const step: fc.Arbitrary<SimStep> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('write' as const),
      id: entity,
      delay,
      duplicate: fc.constantFrom(false, false, true),
      unreadable: fc.constantFrom(false, false, false, false, true),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('burst' as const),
      id: entity,
      count: fc.integer({ min: 2, max: 30 }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('mount' as const), query, kind }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('unmount' as const, 'toggle' as const), page }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constantFrom(...quiet) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('weather' as const),
      latency: fc.constantFrom(0, 5, 40, 200, 900),
      readAt: fc.constantFrom(0, 0, 0.5, 1),
      failing: fc.constantFrom(false, false, false, true),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('mutate' as const),
      id: fc.constantFrom('a' as const, 'b' as const),
      fails: fc.boolean(),
      lasts: fc.constantFrom(10, 100, 700),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('seed' as const),
      id: fc.constantFrom('a' as const, 'b' as const),
      lasts: fc.constantFrom(10, 100, 700),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('upload' as const), lasts: fc.constantFrom(700, 1e9) }),
  },
  { weight: 5, arbitrary: fc.record({ type: fc.constantFrom(...onQuery), query }) },
);

/** Random schedules of up to `length` steps. */
export function schedules(length: number): fc.Arbitrary<Schedule> {
  return fc.record({
    wait: fc.constantFrom(0, 50),
    maxWait: fc.constantFrom(100, 500),
    jitter: fc.constantFrom(0, 0, 300),
    lag: fc.constantFrom(0, 0, 0, 80),
    steps: fc.array(fc.record({ after: fc.constantFrom(0, 0, 1, 5, 20, 60, 200, 800), step }), {
      minLength: 4,
      maxLength: length,
    }),
  });
}
