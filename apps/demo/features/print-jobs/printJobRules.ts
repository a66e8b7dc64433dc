import type { WriteRules } from '../../realtime/writeRules.ts';
import { printJobKeys } from './printJobKeys.ts';

/** Which print job queries an event makes stale. */
export const printJobRules: WriteRules = (on) => [
  on('private-print-jobs', '*', () => [printJobKeys.lists()]),
];
