import { textFrame } from './frame.ts';

/** The fields of a frame (protocol 1.2). `data` is sent as given: for channel events it is a string of JSON. */
export interface Envelope {
  event: string;
  channel?: string;
  data?: unknown;
  user_id?: string;
}

/** One outgoing message: serialized once, framed when first sent, shared by every socket that receives it. */
export class Message {
  readonly event: string;
  readonly channel: string | null;
  readonly text: string;
  #frame: Buffer | null = null;

  constructor(envelope: Envelope | { event: string; raw: string }) {
    this.event = envelope.event;
    this.channel = 'channel' in envelope ? (envelope.channel ?? null) : null;
    this.text = 'raw' in envelope ? envelope.raw : JSON.stringify(envelope);
  }

  get frame(): Buffer {
    this.#frame ??= textFrame(this.text);
    return this.#frame;
  }
}

/** Creates a message of the service itself, whose data is JSON inside a string. */
export function serviceMessage(event: string, data: unknown, channel?: string): Message {
  return new Message({ event, ...(channel === undefined ? {} : { channel }), data: JSON.stringify(data) });
}

/** Creates a `pusher:error` with a plain object as data, as the hosted service does. An error event changes no state. */
export function errorMessage(code: number | null, message: string, channel?: string): Message {
  return new Message({
    event: 'pusher:error',
    ...(channel === undefined ? {} : { channel }),
    data: { code, message },
  });
}
