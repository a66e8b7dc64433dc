import { defineChannels } from '@channelkit/core';
import { z } from 'zod';

const printJobEvent = z.object({
  jobId: z.union([z.string().min(1), z.number()]).transform(String),
});

/** The part of the demo's contract that a print station hears, with the name that the demo gives the channel. */
export const channelsNamed = (channel: 'private-print-jobs' | 'print-jobs') =>
  defineChannels(
    { 'private-print-jobs': { 'print-job.created': printJobEvent, 'print-job.updated': printJobEvent } },
    { privatePrefix: channel === 'private-print-jobs' },
  );

/** What that contract says of each channel. */
export type JobChannels = ReturnType<typeof channelsNamed>['definitions'];
