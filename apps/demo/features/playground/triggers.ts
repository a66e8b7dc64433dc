import { z } from 'zod';

/** The body of `POST /api/pusher`: an event on a test channel. */
export const triggerSchema = z.strictObject({
  channel: z
    .string()
    .regex(/^test-[A-Za-z0-9_.-]*$/, 'Enter a channel that starts with "test-".')
    .max(100, 'At most 100 characters.'),
  event: z
    .string()
    .regex(/^[A-Za-z0-9_.:-]+$/, 'Use letters, digits and - _ . : only.')
    .max(100, 'At most 100 characters.')
    .refine((event) => !event.startsWith('pusher') && !event.startsWith('client-'), 'This name is reserved.'),
  data: z.unknown(),
});

/** One occupied channel, as the protocol server counts it. */
export interface OccupiedChannel {
  readonly name: string;
  readonly users: number | null;
}

/** The figures of the demo's own protocol server, over all windows. */
export interface ServiceFigures {
  /** Currently open. */
  readonly connections: number;
  /** Currently open. */
  readonly subscriptions: number;
  /** Events published since the server started. */
  readonly messages: number;
  /** Calls of its HTTP API since it started. */
  readonly apiCalls: number;
}

/** The response of `GET /api/pusher`. */
export interface ServiceState {
  readonly isReady: boolean;
  readonly lastError: string | null;
  readonly config: Readonly<Record<string, unknown>>;
  readonly channels: readonly OccupiedChannel[];
  /** Null if another server is used. */
  readonly figures: ServiceFigures | null;
  /** The latest webhooks, newest first. */
  readonly webhooks: readonly string[];
}
