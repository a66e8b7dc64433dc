import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  casing: 'snake_case',
  schema: ['./lib/server/db/schema.ts', './lib/server/db/printJobTable.ts', './lib/server/db/outboxTable.ts'],
  out: './drizzle',
});
