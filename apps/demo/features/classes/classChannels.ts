import { eventId } from '../../realtime/eventId.ts';
import { broadcastSchema, lessonEvent } from './classes.ts';

/** The channels of classes: one for each class, the progress of all classes, and the administrators' broadcasts. */
export const classChannels = {
  'private-class-{classId}-channel': { 'lesson.changed': lessonEvent.extend({ eventId }) },
  'private-progress-channel': { 'progress.updated': lessonEvent.extend({ eventId }) },
  'private-admin-channel': { broadcast: broadcastSchema.extend({ eventId }) },
} as const;
