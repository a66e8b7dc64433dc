import { printJobEvent } from './printJobs.ts';

/** The channel of print jobs, for stations and pages. */
export const printJobChannels = {
  'private-print-jobs': { 'print-job.created': printJobEvent, 'print-job.updated': printJobEvent },
} as const;
