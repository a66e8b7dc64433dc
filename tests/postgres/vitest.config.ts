import { defineConfig, type ViteUserConfig } from 'vitest/config';
import root from '../../vitest.config.ts';

/** The event log and the demo on the PostgreSQL that `TEST_DATABASE_URL` names; started by `npm run postgres`, not part of `npm test`. */
const config: ViteUserConfig = defineConfig({
  ...(root.resolve ? { resolve: root.resolve } : {}),
  ...(root.ssr ? { ssr: root.ssr } : {}),
  test: {
    name: 'postgres',
    root: `${import.meta.dirname}/../..`,
    include: [
      'apps/demo/**/*.database.test.ts',
      'apps/demo/postgres/**/*.test.ts',
      'packages/server/tests/postgres/**/*.test.ts',
      'tests/integration/tests/postgres/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/.next/**'],
    testTimeout: 120_000,
  },
});

export default config;
