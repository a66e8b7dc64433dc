import { channel, defineChannels } from '@channelkit/core';
import { z } from 'zod';

const printJobEvent = z.object({
  jobId: z.union([z.string().min(1), z.number()]).transform(String),
});

/** The part of the demo's contract that a print station listens to, under the channel name that the demo uses. */
export const channelsNamed = (name: 'private-print-jobs' | 'print-jobs') =>
  defineChannels(
    {
      'private-print-jobs': channel({
        durable: true,
        events: { 'print-job.created': printJobEvent, 'print-job.updated': printJobEvent },
      }),
    },
    { privatePrefix: name === 'private-print-jobs' },
  );

/** The definitions of that contract. */
export type JobChannels = ReturnType<typeof channelsNamed>['definitions'];
