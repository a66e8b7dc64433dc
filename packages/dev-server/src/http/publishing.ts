import type { App } from '../app/app.ts';
import type { Hub } from '../hub.ts';
import { channelKind, channelNameFault, eventNameFault } from '../protocol/channelName.ts';
import { isRecord, parseJson } from '../protocol/clientFrame.ts';
import type { Limits } from '../protocol/limits.ts';
import { isSocketId } from '../protocol/socketId.ts';
import { channelAttributes, parseInfo } from './attributes.ts';
import { HttpError } from './httpError.ts';

interface PublishRequest {
  name: string;
  data: string;
  channels: string[];
  socketId: string | undefined;
  info: string[];
}

/** `POST /events` (protocol 5.2). */
export function publishEvent(hub: Hub, app: App, body: Buffer): object {
  const publication = readPublication(readObject(body), hub.limits);
  const answer = () =>
    Object.fromEntries(
      publication.channels.map((name) => [name, channelAttributes(app, name, publication.info)]),
    );
  // Asked before sending too, so that a request with a wrong attribute sends nothing.
  if (publication.info.length > 0) answer();
  send(hub, app, publication);
  return publication.info.length > 0 ? { channels: answer() } : {};
}

/** `POST /batch_events` (protocol 5.2): all events are checked before the first is sent. */
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
  const attributes = () =>
    publications.map(({ channels: [name = ''], info }) => channelAttributes(app, name, info));
  attributes();
  for (const publication of publications) send(hub, app, publication);
  return publications.some(({ info }) => info.length > 0) ? { batch: attributes() } : {};
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
    throw new HttpError(400, `An event goes to at most ${limits.channelsPerTrigger} channels`);
  }
  const fault =
    channels.map((each) => channelNameFault(each, limits.channelName)).find((each) => each !== null) ??
    eventNameFault(name, limits.eventName);
  if (fault || typeof name !== 'string') throw new HttpError(400, fault ?? 'name must be a string');
  const names = channels.filter((each): each is string => typeof each === 'string');
  if (names.length > 1 && names.some((each) => channelKind(each) === 'encrypted')) {
    throw new HttpError(400, 'An event for an encrypted channel goes to that channel alone');
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
