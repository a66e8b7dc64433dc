import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  casing: 'snake_case',
  schema: ['./features/**/*Table.server.ts', './features/**/*Tables.server.ts', './server/eventLogTables.ts'],
  out: './drizzle',
});
