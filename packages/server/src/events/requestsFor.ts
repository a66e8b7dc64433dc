import type { ApiRequest } from '../api/createHttpApi.ts';
import { postRequest } from '../api/requests.ts';
import { attributesOf } from './attributesOf.ts';
import type { TriggerOptions } from './eventTypes.ts';

/** An event ready to be sent. */
export interface EncodedEvent {
  /** Position in the list that was passed. */
  readonly index: number;
  readonly channel: string;
  readonly event: string;
  readonly text: string;
  readonly socketId: string | undefined;
}

/** A request and the events that it carries. */
export interface EventRequest {
  readonly request: ApiRequest;
  readonly events: readonly EncodedEvent[];
}

/** Limits of the HTTP API. */
const channelsPerRequest = 100;
const eventsPerBatch = 10;

/**
 * One event for several channels as `/events` requests. Channels share a request when they get the same text and are asked for the
 * same attributes. An encrypted channel shares none: its text has a nonce of its own.
 */
export function eventRequests(events: readonly EncodedEvent[], options: TriggerOptions): EventRequest[] {
  const groups = new Map<string, EncodedEvent[]>();
  for (const event of events) {
    const key = `${infoOf(event.channel, options).info ?? ''}|${event.text}`;
    const group = groups.get(key);
    if (group) group.push(event);
    else groups.set(key, [event]);
  }
  return [...groups.values()]
    .flatMap((group) => slices(group, channelsPerRequest))
    .map((sent) => {
      const [first] = sent as [EncodedEvent, ...EncodedEvent[]];
      const body = {
        name: first.event,
        data: first.text,
        channels: sent.map(({ channel }) => channel),
        ...(first.socketId === undefined ? {} : { socket_id: first.socketId }),
        ...infoOf(first.channel, options),
      };
      return { request: postRequest('/events', body, options), events: sent };
    });
}

/** Different events as `/batch_events` requests. */
export function batchRequests(events: readonly EncodedEvent[], options: TriggerOptions): EventRequest[] {
  return slices(events, eventsPerBatch).map((sent) => {
    const batch = sent.map(({ channel, event, text, socketId }) => ({
      channel,
      name: event,
      data: text,
      ...(socketId === undefined ? {} : { socket_id: socketId }),
      ...infoOf(channel, options),
    }));
    return { request: postRequest('/batch_events', { batch }, options), events: sent };
  });
}

function infoOf(channel: string, { info = [] }: TriggerOptions): { info?: string } {
  const attributes = attributesOf(channel, info);
  return attributes.length === 0 ? {} : { info: attributes.join(',') };
}

function slices<TItem>(list: readonly TItem[], size: number): TItem[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
    list.slice(at * size, at * size + size),
  );
}
