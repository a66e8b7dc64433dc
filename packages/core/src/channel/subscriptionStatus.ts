import { CK302 } from '../errors/live.ts';
import { RealtimeError } from '../errors/realtimeError.ts';
import type { ChannelStatus } from '../types.ts';
import type { SubscriptionState } from './subscriptionState.ts';

/** What a subscription knows about itself. */
export interface StatusParts {
  readonly state: SubscriptionState;
  readonly channel: string;
  readonly error: RealtimeError | null;
  readonly reason: string | null;
  readonly attempt: number;
  readonly retryAt: number | null;
  readonly liveSince: number;
}

/** Makes the public status, with the fields that its state has. */
export function makeStatus(parts: StatusParts): ChannelStatus {
  const { state, error, reason, attempt, retryAt, liveSince } = parts;
  const fields = { reason, attempt };
  const down = { ...fields, isLive: false, liveSince: null, retryAt: null } as const;
  switch (state) {
    case 'idle':
      return { status: state, ...down, error: null };
    case 'subscribing':
      return { status: state, ...down, error };
    case 'subscribed':
      return { status: state, ...fields, isLive: true, liveSince, error: null, retryAt: null };
    case 'retrying':
      return { status: state, ...down, error, retryAt };
    case 'denied':
    case 'unreachable': {
      const known = error ?? new RealtimeError(CK302, `channel "${parts.channel}"`);
      return { status: 'failed', ...down, error: known };
    }
  }
}
