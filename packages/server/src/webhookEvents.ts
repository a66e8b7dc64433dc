import { RealtimeError } from '@channelkit/core';

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
  /** As the sender wrote it, usually JSON text: check it like any input. */
  readonly data: unknown;
  readonly socket_id: string;
  /** Presence channels only. */
  readonly user_id?: string;
}

/** The number of a channel's subscriptions. */
export interface SubscriptionCountWebhook extends ChannelWebhookEvent<'subscription_count'> {
  readonly subscription_count: number;
}

/** What a webhook tells, discriminated by `name`; fields have Pusher's own names. */
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

/** Field → type of each kind of event, besides `name` and `channel`. */
const fields: Record<WebhookEventName, Readonly<Record<string, 'string' | 'number'>>> = {
  channel_occupied: {},
  channel_vacated: {},
  cache_miss: {},
  member_added: { user_id: 'string' },
  member_removed: { user_id: 'string' },
  client_event: { event: 'string', socket_id: 'string' },
  subscription_count: { subscription_count: 'number' },
};

/** Whether a value is an event of a known kind with the fields of that kind. */
function isWebhookEvent(value: unknown): value is WebhookEvent {
  if (typeof value !== 'object' || value === null) return false;
  const event = value as Readonly<Record<string, unknown>>;
  if (
    typeof event.name !== 'string' ||
    !Object.hasOwn(fields, event.name) ||
    typeof event.channel !== 'string'
  ) {
    return false;
  }
  const wanted = fields[event.name as WebhookEventName];
  return Object.entries(wanted).every(([name, type]) => typeof event[name] === type);
}

/**
 * Time and events of a webhook's body. Events of kinds that did not exist when this was written are left out.
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
    throw new RealtimeError('CK607', 'its body is not JSON');
  }
  if (typeof parsed?.time_ms !== 'number' || !Array.isArray(parsed.events)) {
    throw new RealtimeError('CK607', 'its body has no time_ms and events');
  }
  return { time: parsed.time_ms, events: parsed.events.filter(isWebhookEvent) };
}
