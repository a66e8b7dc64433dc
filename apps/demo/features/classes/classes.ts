import { z } from 'zod';

/** What a class event tells. */
export const lessonEvent = z.object({
  classId: z.string(),
  step: z.number().optional(),
  percent: z.number().optional(),
});

/** What an administrator tells everybody. */
export const broadcastSchema = z.object({
  message: z.string(),
  from: z.string().default(''),
  sentAt: z.string(),
});

/** The body of `POST /api/broadcasts`. */
export const newBroadcastSchema = z.strictObject({
  message: z.string().trim().min(1, 'Write something here.').max(280, 'At most 280 characters.'),
});

/** The body of `PATCH /api/classes/:id`. */
export const classChangeSchema = z.strictObject({ step: z.int().min(0).max(100) });

/** A class as pages see it; `step` lessons of `steps` are done. */
export interface CourseClass {
  readonly classId: string;
  readonly title: string;
  readonly steps: number;
  readonly step: number;
}

/** How far a class has come, 0 to 100. */
export const percentOf = ({ step, steps }: CourseClass): number => Math.round((step / steps) * 100);
