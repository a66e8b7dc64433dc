import { expect, it } from 'vitest';
import { createMemoryDatabase, eventLogPortTests } from '../src/testing/index.ts';
import { concurrentReading } from './concurrentReading.ts';

it('a reader of the port in memory gets every committed event once and in order while many write (17)', async () => {
  expect(await concurrentReading(createMemoryDatabase(), { runs: 200, writers: 6 })).toBeGreaterThan(0);
});

it.each(eventLogPortTests(async () => createMemoryDatabase()))(
  'the port in memory $name',
  async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  },
);
