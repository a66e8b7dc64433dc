import { defineConfig, type ViteUserConfig } from 'vitest/config';
import root from '../../vitest.config.ts';

/** The suite against a third-party server; started by `npm run interop`, not part of `npm test`. */
const config: ViteUserConfig = defineConfig({
  ...(root.resolve ? { resolve: root.resolve } : {}),
  ...(root.ssr ? { ssr: root.ssr } : {}),
  test: {
    name: 'interop',
    root: import.meta.dirname,
    include: ['interop/**/*.test.ts'],
    testTimeout: 10_000,
  },
});

export default config;
