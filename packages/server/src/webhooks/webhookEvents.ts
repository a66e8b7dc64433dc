import { RealtimeError } from '@channelkit/core/contract';
import { CK607 } from '@channelkit/core/contract/internal';

interface ChannelWebhookEvent<TName extends string> {
  readonly name: TName;
  readonly channel: string;
}

interface MemberWebhookEvent<TName extends string> extends ChannelWebhookEvent<TName> {
  readonly user_id: string;
}

/** A client event, as Pusher reports it. */
export interface ClientEventWebhook extends ChannelWebhookEvent<'client_event'> {
  readonly event: string;
  /** As the sender wrote it, usually JSON text. Validate it like any input. */
  readonly data: unknown;
  readonly socket_id: string;
  /** Presence channels only. */
  readonly user_id?: string;
}

/** The number of a channel's subscriptions. */
export interface SubscriptionCountWebhook extends ChannelWebhookEvent<'subscription_count'> {
  readonly subscription_count: number;
}

/** An event of a webhook, discriminated by `name`. Fields have Pusher's own names. */
export type WebhookEvent =
  | ChannelWebhookEvent<'channel_occupied'>
  | ChannelWebhookEvent<'channel_vacated'>
  | ChannelWebhookEvent<'cache_miss'>
  | MemberWebhookEvent<'member_added'>
  | MemberWebhookEvent<'member_removed'>
  | ClientEventWebhook
  | SubscriptionCountWebhook;

/** The names of {@link WebhookEvent}. */
export type WebhookEventName = WebhookEvent['name'];

/** Fields of each kind of event besides `name` and `channel`, with their types. */
const fields: Readonly<Record<WebhookEventName, Readonly<Record<string, 'string' | 'number'>>>> = {
  channel_occupied: {},
  channel_vacated: {},
  cache_miss: {},
  member_added: { user_id: 'string' },
  member_removed: { user_id: 'string' },
  client_event: { event: 'string', socket_id: 'string' },
  subscription_count: { subscription_count: 'number' },
};

/** The value as an event, if it is of a known kind and has the fields of that kind. */
function readEvent(value: unknown): WebhookEvent | null {
  if (typeof value !== 'object' || value === null) return null;
  const given = value as Readonly<Record<string, unknown>>;
  // Some self-hosted servers keep the JSON type of the id.
  const event = typeof given.user_id === 'number' ? { ...given, user_id: String(given.user_id) } : given;
  const { name, channel } = event as { name?: unknown; channel?: unknown };
  if (typeof name !== 'string' || !Object.hasOwn(fields, name) || typeof channel !== 'string') return null;
  const wanted = Object.entries(fields[name as WebhookEventName]);
  const fits = wanted.every(([field, type]) => typeof (event as Record<string, unknown>)[field] === type);
  return fits ? (event as unknown as WebhookEvent) : null;
}

/**
 * Time and events of a webhook's body. Events of unknown kinds are left out.
 * @throws RealtimeError CK607
 */
export function readWebhookEvents(body: Uint8Array<ArrayBuffer>): {
  time: number;
  events: readonly WebhookEvent[];
} {
  let parsed: { time_ms?: unknown; events?: unknown } | null;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new RealtimeError(CK607, 'its body is not JSON');
  }
  if (typeof parsed?.time_ms !== 'number' || !Array.isArray(parsed.events)) {
    throw new RealtimeError(CK607, 'its body has no time_ms and events');
  }
  return { time: parsed.time_ms, events: parsed.events.flatMap((event) => readEvent(event) ?? []) };
}
