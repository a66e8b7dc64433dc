import { expect, it } from 'vitest';
import { createMemoryDatabase, eventLogPortTests } from '../src/testing/index.ts';

it.each(eventLogPortTests(async () => createMemoryDatabase()))(
  'the port in memory $name',
  async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  },
);
