import { channelKind, RealtimeError } from '@channelkit/core';
import { CK606, CK609, resolveChannel } from '@channelkit/core/internal';
import type { ChannelAttributes, FailedDelivery, TriggerOptions, TriggerResult } from './eventTypes.ts';
import type { ApiRequest, HttpApi } from './httpApi.ts';
import { encodePayload, type PayloadRules } from './payload.ts';
import { isSocketId } from './socketId.ts';

/** One event for one channel, not yet checked. */
export interface OutgoingEvent {
  readonly channel: unknown;
  readonly event: string;
  readonly data: unknown;
  readonly socketId?: string | null | undefined;
}

interface EncodedEvent {
  readonly index: number;
  readonly channel: string;
  readonly event: string;
  readonly text: string;
  readonly socketId: string | undefined;
}

type Outcome = { readonly channel: string; readonly failed?: FailedDelivery };

/** What is to be delivered; `shared` says that all events are one and the same but for their channel. */
export interface Delivery {
  readonly events: readonly OutgoingEvent[];
  readonly shared: boolean;
}

/** What one delivery needs. */
export interface DeliverySettings<TChannels> extends PayloadRules<TChannels> {
  readonly api: HttpApi;
}

/** Limits of the HTTP API. */
const channelsPerTrigger = 100;
const eventsPerBatch = 10;

/**
 * Checks, encodes, splits and sends. Shared events go out as `/events` with up to
 * 100 channels (an encrypted one alone), else as `/batch_events` of up to 10. Requests go one after the other, so that order is kept.
 * Never throws.
 */
export async function deliver<TChannels>(
  settings: DeliverySettings<TChannels>,
  { events, shared }: Delivery,
  options: TriggerOptions,
): Promise<TriggerResult> {
  const outcomes: (Outcome | undefined)[] = events.map(() => undefined);
  const attributes: Record<string, ChannelAttributes> = {};
  const encoded: EncodedEvent[] = [];
  for (const [index, event] of events.entries()) {
    const prepared = await encode(settings, event, index);
    if ('text' in prepared) encoded.push(prepared);
    else outcomes[index] = prepared;
  }
  for (const chunk of shared ? splitByChannel(encoded) : slices(encoded, eventsPerBatch)) {
    const answer = await settings.api.send(
      shared ? eventsRequest(chunk, options) : batchRequest(chunk, options),
    );
    for (const { index, channel } of chunk) {
      if (answer.ok) outcomes[index] = { channel };
      else {
        const { error, outcome, transient } = answer;
        outcomes[index] = { channel, failed: { index, channel, error, outcome, transient } };
      }
    }
    if (answer.ok) Object.assign(attributes, readAttributes(answer.json, chunk));
  }
  return summary(outcomes, options.info === undefined ? undefined : attributes);
}

/** The result of events that were not even tried. */
export function refuseAll(events: readonly OutgoingEvent[], error: RealtimeError): TriggerResult {
  const failed = events.map(({ channel }, index) => refusal(index, nameOf(channel), error));
  return { ok: false, error, delivered: [], failed };
}

const refusal = (index: number, channel: string, error: RealtimeError): FailedDelivery => ({
  index,
  channel,
  error,
  outcome: 'refused',
  transient: false,
});

const nameOf = (channel: unknown): string =>
  typeof channel === 'string' ? channel : String((channel as { pattern?: unknown } | null)?.pattern ?? '');

async function encode<TChannels>(
  settings: DeliverySettings<TChannels>,
  given: OutgoingEvent,
  index: number,
): Promise<EncodedEvent | Outcome> {
  try {
    const channel = resolveChannel(settings.channels, given.channel as string);
    if (given.socketId != null && !isSocketId(given.socketId)) {
      throw new RealtimeError(CK606, 'socketId is not a socket id', {
        remedy: 'Pass the socket id of the sender as it came, or none.',
      });
    }
    const text = await encodePayload(settings, { channel, event: given.event, data: given.data });
    return { index, channel, event: given.event, text, socketId: given.socketId ?? undefined };
  } catch (cause) {
    // Only the caller's own functions (toJSON, oversize) throw anything else.
    const error =
      cause instanceof RealtimeError
        ? cause
        : new RealtimeError(CK609, 'a function of the caller threw', { cause });
    const channel = nameOf(given.channel);
    return { channel, failed: refusal(index, channel, error) };
  }
}

function slices<TItem>(list: readonly TItem[], size: number): TItem[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
    list.slice(at * size, at * size + size),
  );
}

function splitByChannel(events: readonly EncodedEvent[]): EncodedEvent[][] {
  // References may differ by channel, so only equal texts share a request.
  const groups = new Map<string, EncodedEvent[]>();
  for (const event of events) {
    const key =
      channelKind(event.channel) === 'encrypted' ? `encrypted ${event.index}` : `plain ${event.text}`;
    const group = groups.get(key);
    if (group) group.push(event);
    else groups.set(key, [event]);
  }
  return [...groups.values()].flatMap((group) => slices(group, channelsPerTrigger));
}

const infoOf = (options: TriggerOptions): { info?: string } =>
  options.info === undefined ? {} : { info: options.info.join(',') };

const common = (path: string, body: unknown, options: TriggerOptions): ApiRequest => ({
  method: 'POST',
  path,
  body,
  signal: options.signal,
  retryAmbiguous: options.retryAmbiguous,
});

function eventsRequest(chunk: readonly EncodedEvent[], options: TriggerOptions): ApiRequest {
  const first = chunk[0];
  const body = {
    name: first?.event,
    data: first?.text,
    channels: chunk.map(({ channel }) => channel),
    ...(first?.socketId === undefined ? {} : { socket_id: first.socketId }),
    ...infoOf(options),
  };
  return common('/events', body, options);
}

function batchRequest(chunk: readonly EncodedEvent[], options: TriggerOptions): ApiRequest {
  const batch = chunk.map(({ channel, event, text, socketId }) => ({
    channel,
    name: event,
    data: text,
    ...(socketId === undefined ? {} : { socket_id: socketId }),
    ...infoOf(options),
  }));
  return common('/batch_events', { batch }, options);
}

function readAttributes(json: unknown, chunk: readonly EncodedEvent[]): Record<string, ChannelAttributes> {
  const answer = json as { channels?: Record<string, ChannelAttributes>; batch?: ChannelAttributes[] } | null;
  if (answer?.channels) return answer.channels;
  if (!Array.isArray(answer?.batch)) return {};
  return Object.fromEntries(chunk.map(({ channel }, index) => [channel, answer.batch?.[index] ?? {}]));
}

function summary(
  outcomes: readonly (Outcome | undefined)[],
  channels: Record<string, ChannelAttributes> | undefined,
): TriggerResult {
  const known = outcomes.filter((outcome) => outcome !== undefined);
  const delivered = known.flatMap(({ channel, failed }) => (failed ? [] : [channel]));
  const failed = known.flatMap((outcome) => outcome.failed ?? []);
  const first = failed[0];
  if (first) return { ok: false, error: first.error, delivered, failed };
  return { ok: true, delivered, failed: [], ...(channels === undefined ? {} : { channels }) };
}
