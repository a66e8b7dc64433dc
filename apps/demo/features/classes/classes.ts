import { z } from 'zod';

/** The payload of a class event. */
export const lessonEvent = z.object({
  classId: z.string(),
  step: z.number().optional(),
  percent: z.number().optional(),
});

/** The payload of an administrator's broadcast. */
export const broadcastSchema = z.object({
  message: z.string(),
  from: z.string().default(''),
  sentAt: z.string(),
});

/** The body of `POST /api/broadcasts`. */
export const newBroadcastSchema = z.strictObject({
  message: z.string().trim().min(1, 'Enter a message.').max(280, 'At most 280 characters.'),
});

/** The body of `PATCH /api/classes/:id`. */
export const classChangeSchema = z.strictObject({ step: z.int().min(0).max(100) });

/** A class. `step` of its `steps` lessons are done. */
export interface CourseClass {
  readonly classId: string;
  readonly title: string;
  readonly steps: number;
  readonly step: number;
}

/** The progress of a class, 0 to 100. */
export const percentOf = ({ step, steps }: CourseClass): number => Math.round((step / steps) * 100);
