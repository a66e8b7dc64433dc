import { channel } from '@channelkit/core';
import { printJobEvent } from './printJobs.ts';

/** The channel of print jobs, for stations and pages. */
export const printJobChannels = {
  'private-print-jobs': channel({
    durable: true,
    events: { 'print-job.created': printJobEvent, 'print-job.updated': printJobEvent },
  }),
} as const;
