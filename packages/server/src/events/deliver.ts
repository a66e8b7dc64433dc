import { RealtimeError } from '@channelkit/core/contract';
import { CK606, CK609, resolveChannel } from '@channelkit/core/contract/internal';
import type { HttpApi } from '../api/createHttpApi.ts';
import type { Continuity } from '../continuity/continuity.ts';
import { isSocketId } from '../http/socketId.ts';
import { encodePayload, type PayloadRules } from './encodePayload.ts';
import type { ChannelAttributes, FailedDelivery, TriggerOptions, TriggerResult } from './eventTypes.ts';
import { inChannelOrder } from './inChannelOrder.ts';
import { batchRequests, type EncodedEvent, type EventRequest, eventRequests } from './requestsFor.ts';

/** One event for one channel, not yet checked. */
export interface OutgoingEvent {
  readonly channel: unknown;
  readonly event: string;
  readonly data: unknown;
  readonly socketId?: string | null | undefined;
  readonly continuity?: Continuity | undefined;
}

/** What is to be delivered. `shared`: the events differ in nothing but their channel. */
export interface Delivery {
  readonly events: readonly OutgoingEvent[];
  readonly shared: boolean;
}

/** What one delivery needs. */
export interface DeliverySettings<TChannels> extends PayloadRules<TChannels> {
  readonly api: HttpApi;
}

type Outcome = { readonly channel: string; readonly failed?: FailedDelivery };

/**
 * Checks, encodes, splits and sends. Events for one channel arrive in the order given; requests that share no channel run side by side.
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
  const send = async ({ request, events: sent }: EventRequest): Promise<void> => {
    const answer = await settings.api.send(request);
    for (const { index, channel } of sent) {
      if (answer.ok) outcomes[index] = { channel };
      else {
        const { error, outcome, transient } = answer;
        outcomes[index] = { channel, failed: { index, channel, error, outcome, transient } };
      }
    }
    if (answer.ok) Object.assign(attributes, readAttributes(answer.json, sent));
  };
  const requests = shared ? eventRequests(encoded, options) : batchRequests(encoded, options);
  await inChannelOrder(requests, ({ events: sent }) => sent.map(({ channel }) => channel), send);
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
    const { event, data, continuity } = given;
    const socketId = excluded(given.socketId);
    const text = await encodePayload(settings, { channel, event, data, continuity });
    return { index, channel, event, text, socketId };
  } catch (cause) {
    // Anything else comes from the caller: a toJSON, a getter, `oversize`, or data nested too deep.
    const error =
      cause instanceof RealtimeError
        ? cause
        : new RealtimeError(CK609, 'a function of the caller threw while it was read', { cause });
    const channel = nameOf(given.channel);
    return { channel, failed: refusal(index, channel, error) };
  }
}

/** The socket id of the connection that does not get an event. @throws RealtimeError CK606 */
export function excluded(socketId: string | null | undefined): string | undefined {
  if (socketId === null || socketId === undefined) return undefined;
  if (isSocketId(socketId)) return socketId;
  throw new RealtimeError(CK606, 'socketId is not a socket id', {
    remedy: "Pass the sender's socket id unchanged, or none.",
  });
}

function readAttributes(json: unknown, sent: readonly EncodedEvent[]): Record<string, ChannelAttributes> {
  const answer = json as { channels?: Record<string, ChannelAttributes>; batch?: ChannelAttributes[] } | null;
  if (answer?.channels) return answer.channels;
  if (!Array.isArray(answer?.batch)) return {};
  return Object.fromEntries(sent.map(({ channel }, index) => [channel, answer.batch?.[index] ?? {}]));
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
