import { z } from 'zod';

/** The body of `POST /api/pusher`: an event on a channel that is there for trying things out. */
export const triggerSchema = z.strictObject({
  channel: z
    .string()
    .regex(/^test-[A-Za-z0-9_.-]*$/, 'A channel that begins with "test-".')
    .max(100, 'At most 100 characters.'),
  event: z
    .string()
    .regex(/^[A-Za-z0-9_.:-]+$/, 'Letters, digits and - _ . : only.')
    .max(100, 'At most 100 characters.')
    .refine((event) => !event.startsWith('pusher') && !event.startsWith('client-'), 'This name is reserved.'),
  data: z.unknown(),
});

/** One occupied channel, as the protocol server counts it. */
export interface OccupiedChannel {
  readonly name: string;
  readonly users: number | null;
}

/** What the demo's own protocol server counts, over all windows. */
export interface ServiceFigures {
  /** Open at this moment. */
  readonly connections: number;
  /** Open at this moment. */
  readonly subscriptions: number;
  /** Events published since the server started. */
  readonly messages: number;
  /** Calls of its HTTP API since it started. */
  readonly apiCalls: number;
}

/** What `GET /api/pusher` tells of the service. */
export interface ServiceState {
  readonly isReady: boolean;
  readonly lastError: string | null;
  readonly config: Readonly<Record<string, unknown>>;
  readonly channels: readonly OccupiedChannel[];
  /** Null where another server is used: only its own dashboard knows. */
  readonly figures: ServiceFigures | null;
  /** What the service told by webhook, newest first. */
  readonly webhooks: readonly string[];
}
