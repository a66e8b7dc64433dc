import { channel } from '@channelkit/core';
import { broadcastSchema, lessonEvent } from './classes.ts';

/** The channels of classes: one for each class, the progress of all classes, and the administrators' broadcasts. */
export const classChannels = {
  'private-class-{classId}-channel': channel({ durable: true, events: { 'lesson.changed': lessonEvent } }),
  'private-progress-channel': channel({ durable: true, events: { 'progress.updated': lessonEvent } }),
  'private-admin-channel': channel({ durable: true, events: { broadcast: broadcastSchema } }),
} as const;
