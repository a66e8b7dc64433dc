/** A frame of a client that could be read (protocol 1.4). */
export interface ClientFrame {
  event: string;
  channel: string | undefined;
  data: unknown;
}

/** Reads a client's text frame; null when it is no JSON object with an event name. */
export function parseClientFrame(text: string): ClientFrame | null {
  const value = parseJson(text);
  if (!isRecord(value) || typeof value.event !== 'string') return null;
  return {
    event: value.event,
    channel: typeof value.channel === 'string' ? value.channel : undefined,
    data: value.data,
  };
}

/** The object that a client put in `data`; clients other than pusher-js may send it as a string. */
export function dataObject(data: unknown): Record<string, unknown> {
  const value = typeof data === 'string' ? parseJson(data) : data;
  return isRecord(value) ? value : {};
}

/** Parses JSON; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a value is an object with named members. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
