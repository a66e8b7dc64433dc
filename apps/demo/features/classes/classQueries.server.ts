import 'server-only';
import { asc, eq } from 'drizzle-orm';
import { getDatabase } from '../../server/database.ts';
import type { CourseClass } from './classes.ts';
import { classes } from './classTable.server.ts';

export const toClass = ({ slug, title, steps, step }: typeof classes.$inferSelect): CourseClass => ({
  classId: slug,
  title,
  steps,
  step,
});

/** Every class. */
export async function listClasses(): Promise<CourseClass[]> {
  const rows = await (await getDatabase()).select().from(classes).orderBy(asc(classes.title));
  return rows.map(toClass);
}

/** One class, or null. */
export async function findClass(classId: string): Promise<CourseClass | null> {
  if (!/^[a-z\d-]+$/.test(classId)) return null;
  const [row] = await (await getDatabase()).select().from(classes).where(eq(classes.slug, classId));
  return row ? toClass(row) : null;
}
