import type { WebhookEvent } from '../app/webhookEvent.ts';
import type { FrameRecord } from './frameLog.ts';
import type { ConnectionInfo } from './snapshots.ts';

/** Everything a server emits to its observers. */
export type ServerEvent =
  | { type: 'connected'; connection: ConnectionInfo }
  | { type: 'disconnected'; connection: ConnectionInfo; code: number }
  | { type: 'subscribed' | 'unsubscribed'; app: string; channel: string; socketId: string }
  | { type: 'frame'; frame: FrameRecord }
  | { type: 'published'; app: string; channel: string; event: string; data: string }
  | { type: 'request'; app: string | null; method: string; path: string; status: number }
  | {
      type: 'webhook';
      app: string;
      url: string;
      events: WebhookEvent[];
      attempt: number;
      status: number | null;
    }
  | { type: 'fault'; id: number; kind: string; state: 'begun' | 'ended' }
  /** A socket or request was refused because of its web origin or host name. */
  | { type: 'refused'; reason: string; origin?: string; host?: string };

/** Emits an event to a server's observers. */
export type HubEmit = (event: ServerEvent) => void;
