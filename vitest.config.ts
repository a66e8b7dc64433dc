import { defineConfig } from 'vitest/config';

// The packages' own sources are tested, so that a test needs no build.
const conditions = ['@channelkit/source', 'module', 'node', 'development|production'];

const project = (name: string, environment: 'node' | 'jsdom' = 'node') => ({
  extends: true as const,
  test: {
    name,
    root: `packages/${name}`,
    environment,
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.{ts,tsx}'],
    typecheck: {
      enabled: true,
      include: ['src/**/*.test-d.{ts,tsx}', 'tests/**/*.test-d.{ts,tsx}'],
      tsconfig: './tsconfig.json',
    },
  },
});

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@channelkit/source'] } },
  test: {
    projects: [
      project('core'),
      project('server'),
      project('dev-server'),
      project('react', 'jsdom'),
      project('tanstack-query', 'jsdom'),
    ],
  },
});
