import 'server-only';
import { eq } from 'drizzle-orm';
import { commit, tell } from '../../server/eventLog.ts';
import { Problem } from '../../server/problem.ts';
import type { Person } from '../session/people.ts';
import { type CourseClass, percentOf } from './classes.ts';
import { findClass, toClass } from './classQueries.server.ts';
import { classes } from './classTable.server.ts';

/** Moves a class to a lesson, and notifies the class and the progress channel. */
export async function moveClass(classId: string, step: number): Promise<CourseClass> {
  const before = await findClass(classId);
  if (!before) throw new Problem(404, 'There is no such class.');
  if (step > before.steps) throw new Problem(422, `This class has ${before.steps} lessons.`);
  return commit(async (tx) => {
    const [row] = await tx.update(classes).set({ step }).where(eq(classes.slug, classId)).returning();
    if (!row) throw new Error('The lesson was not stored.');
    const moved = toClass(row);
    const payload = { classId, step, percent: percentOf(moved) };
    await tell(
      tx,
      { channel: `private-class-${classId}-channel` as const, event: 'lesson.changed', data: payload },
      { channel: 'private-progress-channel', event: 'progress.updated', data: payload },
    );
    return moved;
  });
}

/** A message to everybody who is signed in. */
export interface Broadcast {
  readonly message: string;
  readonly from: string;
  readonly sentAt: string;
}

/** Sends a message to everybody who is signed in, on every page. */
export async function broadcast(admin: Person, message: string): Promise<Broadcast> {
  const payload = { message, from: admin.name, sentAt: new Date().toISOString() };
  await tell(undefined, { channel: 'private-admin-channel', event: 'broadcast', data: payload });
  return payload;
}
