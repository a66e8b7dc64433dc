import type { WriteRules } from '../../realtime/writeRules.ts';
import { classKeys } from './classKeys.ts';

/** Which class queries an event makes stale. */
export const classRules: WriteRules = (on) => [
  on('private-class-{classId}-channel', '*', ({ params }) => [classKeys.detail(params.classId)]),
  on('private-progress-channel', '*', () => [classKeys.lists()]),
];
