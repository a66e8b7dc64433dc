import { z } from 'zod';

/** The id of an event that arrives at least once: a repeated delivery carries the same id. */
export const eventId = z.string().min(1).optional();
