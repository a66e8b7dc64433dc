import fc from 'fast-check';
import type { RealStep } from './realWorld.ts';

const step: fc.Arbitrary<RealStep> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('write' as const),
      id: fc.constantFrom('a' as const, 'b' as const),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('turns' as const),
      count: fc.constantFrom(1, 10, 100, 1_000, 5_000),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constantFrom(
        ...([
          'drop',
          'destroy',
          'duplicate',
          'refetch',
          'hide',
          'show',
          'reload',
          'cancel',
          'denyOnce',
        ] as const),
      ),
    }),
  },
);

const realSteps = (length: number): fc.Arbitrary<RealStep[]> =>
  fc.array(step, { minLength: 8, maxLength: length });

/** Some histories, the same for the same seed. */
export const sampleHistories = ({
  length,
  runs,
  seed,
}: {
  readonly length: number;
  readonly runs: number;
  readonly seed: number;
}): RealStep[][] => fc.sample(realSteps(length), { numRuns: runs, seed });
