import { isRecord, parseJson } from './json.ts';

/** A frame from a client, parsed (protocol 1.4). */
export interface ClientFrame {
  event: string;
  channel: string | undefined;
  data: unknown;
}

/** Parses a client's text frame; null unless it is a JSON object with an event name. */
export function parseClientFrame(text: string): ClientFrame | null {
  const value = parseJson(text);
  if (!isRecord(value) || typeof value.event !== 'string') return null;
  return {
    event: value.event,
    channel: typeof value.channel === 'string' ? value.channel : undefined,
    data: value.data,
  };
}

/** The object in a frame's `data`; clients other than pusher-js may send it as a string of JSON. */
export function dataObject(data: unknown): Record<string, unknown> {
  const value = typeof data === 'string' ? parseJson(data) : data;
  return isRecord(value) ? value : {};
}
