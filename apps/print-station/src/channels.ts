import { defineChannels } from '@channelkit/core';
import { z } from 'zod';

const printJobEvent = z.object({
  jobId: z.union([z.string().min(1), z.number()]).transform(String),
});

/** The part of the demo's contract that a print station hears. */
export const channels = defineChannels({
  'private-print-jobs': { 'print-job.created': printJobEvent, 'print-job.updated': printJobEvent },
});
