import { defineConfig, type ViteUserConfig } from 'vitest/config';
import root from '../../vitest.config.ts';

/** Tabs of a real browser; a check of its own, not part of `npm test`, since each tab takes its time. */
const config: ViteUserConfig = defineConfig({
  ...(root.resolve ? { resolve: root.resolve } : {}),
  ...(root.ssr ? { ssr: root.ssr } : {}),
  test: {
    name: 'browser',
    root: import.meta.dirname,
    include: ['browser/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});

export default config;
