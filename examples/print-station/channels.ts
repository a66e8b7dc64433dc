import { defineChannels } from '@channelkit/core/contract';
import { z } from 'zod';

/** The event says only that there is a job. A station asks for the jobs, so that a lost event loses no ticket. */
export const channels = defineChannels({
  'private-print-jobs': { 'job.created': z.object({ id: z.number() }) },
});

/** A job as the server's API returns it. */
export const jobSchema = z.object({ id: z.number(), text: z.string() });
