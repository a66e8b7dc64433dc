import type { App } from '../app/app.ts';
import { channelKind, channelNameFault, eventNameFault } from '../protocol/channelName.ts';
import { isRecord, parseJson } from '../protocol/json.ts';
import type { Limits } from '../protocol/limits.ts';
import { isSocketId } from '../protocol/socketId.ts';
import type { Hub } from '../server/hub.ts';
import { channelAttributes, parseInfo } from './attributes.ts';
import { HttpError } from './httpError.ts';

interface PublishRequest {
  name: string;
  data: string;
  channels: string[];
  socketId: string | undefined;
  info: ReturnType<typeof parseInfo>;
}

/** `POST /events` (protocol 5.2). */
export function publishEvent(hub: Hub, app: App, body: Buffer): object {
  const publication = readPublication(readObject(body), hub.limits);
  const { channels, info } = publication;
  send(hub, app, publication);
  if (info.length === 0) return {};
  return { channels: Object.fromEntries(channels.map((name) => [name, channelAttributes(app, name, info)])) };
}

/** `POST /batch_events` (protocol 5.2): all events are validated before the first is sent. */
export function publishBatch(hub: Hub, app: App, body: Buffer): object {
  const { batch } = readObject(body);
  if (!Array.isArray(batch)) throw new HttpError(400, 'batch must be a list of events');
  if (batch.length > hub.limits.eventsPerBatch) {
    throw new HttpError(400, `A batch has at most ${hub.limits.eventsPerBatch} events`);
  }
  const publications = batch.map((item: unknown) => {
    if (!isRecord(item) || typeof item.channel !== 'string')
      throw new HttpError(400, 'A batch event needs a channel');
    return readPublication({ ...item, channels: undefined }, hub.limits);
  });
  for (const publication of publications) send(hub, app, publication);
  if (publications.every(({ info }) => info.length === 0)) return {};
  return {
    batch: publications.map(({ channels: [name = ''], info }) => channelAttributes(app, name, info)),
  };
}

function send(hub: Hub, app: App, { channels, name, data, socketId }: PublishRequest): void {
  for (const channel of channels) hub.publish(app, { channel, event: name, data, socketId });
}

function readPublication(item: Record<string, unknown>, limits: Limits): PublishRequest {
  const { name, data, channel, socket_id: socketId } = item;
  const channels = item.channels === undefined ? [channel] : item.channels;
  if (!Array.isArray(channels) || channels.length === 0)
    throw new HttpError(400, 'channels must be a list of names');
  if (channels.length > limits.channelsPerTrigger) {
    throw new HttpError(400, `An event has at most ${limits.channelsPerTrigger} channels`);
  }
  const fault =
    channels.map((each) => channelNameFault(each, limits.channelName)).find((each) => each !== null) ??
    eventNameFault(name, limits.eventName);
  if (fault || typeof name !== 'string') throw new HttpError(400, fault ?? 'name must be a string');
  const names = channels.filter((each): each is string => typeof each === 'string');
  if (names.length > 1 && names.some((each) => channelKind(each) === 'encrypted')) {
    throw new HttpError(400, 'An event for an encrypted channel must have no other channel');
  }
  if (typeof data !== 'string') throw new HttpError(400, 'data must be a string');
  if (Buffer.byteLength(data) > limits.eventData) {
    throw new HttpError(413, `The data of an event has at most ${limits.eventData} bytes`);
  }
  if (socketId !== undefined && socketId !== null && !isSocketId(socketId)) {
    throw new HttpError(400, 'socket_id must have the form 123.456');
  }
  return {
    name,
    data,
    channels: [...new Set(names)],
    socketId: isSocketId(socketId) ? socketId : undefined,
    info: parseInfo(item.info),
  };
}

function readObject(body: Buffer): Record<string, unknown> {
  const value = parseJson(body.toString());
  if (!isRecord(value)) throw new HttpError(400, 'The body must be a JSON object');
  return value;
}
