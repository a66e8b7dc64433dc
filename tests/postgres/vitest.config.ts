import { defineConfig, type ViteUserConfig } from 'vitest/config';
import root from '../../vitest.config.ts';

/** The demo on the PostgreSQL that `TEST_DATABASE_URL` names; started by `npm run postgres`, not part of `npm test`. */
const config: ViteUserConfig = defineConfig({
  ...(root.resolve ? { resolve: root.resolve } : {}),
  ...(root.ssr ? { ssr: root.ssr } : {}),
  test: {
    name: 'postgres',
    root: `${import.meta.dirname}/../../apps/demo`,
    include: ['**/*.database.test.ts', 'postgres/**/*.test.ts'],
    exclude: ['**/node_modules/**', '.next/**'],
    testTimeout: 120_000,
  },
});

export default config;
