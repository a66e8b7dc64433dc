import 'server-only';
import { asc, eq } from 'drizzle-orm';
import { type CourseClass, percentOf } from '../classes.ts';
import { getDatabase } from './db/database.ts';
import { classes } from './db/schema.ts';
import { Problem } from './problem.ts';
import { getPusher } from './pusher.ts';
import { reportDelivery } from './reportDelivery.ts';

const toClass = ({ slug, title, steps, step }: typeof classes.$inferSelect): CourseClass => ({
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
  const [row] = await (await getDatabase()).select().from(classes).where(eq(classes.slug, classId));
  return row ? toClass(row) : null;
}

/** Moves a class to a lesson, and tells the class and whoever watches progress. */
export async function moveClass(classId: string, step: number): Promise<CourseClass> {
  const before = await findClass(classId);
  if (!before) throw new Problem(404, 'There is no such class.');
  if (step > before.steps) throw new Problem(422, `This class has ${before.steps} lessons.`);
  await (await getDatabase()).update(classes).set({ step }).where(eq(classes.slug, classId));
  const moved = { ...before, step };
  const pusher = await getPusher();
  const payload = { classId, step, percent: percentOf(moved) };
  reportDelivery(await pusher.trigger(`private-class-${classId}-channel`, 'lesson.changed', payload));
  reportDelivery(await pusher.trigger('private-progress-channel', 'progress.updated', payload));
  return moved;
}
