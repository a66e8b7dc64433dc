import { defineConfig } from 'vitest/config';

const conditions = ['@channelkit/source', 'module', 'node', 'development|production'];

/** Runs the tests that `tests/skills.test.ts` takes out of the skills. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@channelkit/source'] } },
  test: {
    root: '.skills',
    environment: 'jsdom',
    include: ['**/*.test.{ts,tsx}'],
    maxWorkers: 1,
    expect: { poll: { timeout: 10_000 } },
  },
});
