import { textFrame } from './frame.ts';

/** What a frame carries (protocol 1.2). `data` is sent as it is: channel events hold a string of JSON. */
export interface Envelope {
  event: string;
  channel?: string;
  data?: unknown;
  user_id?: string;
}

/** One outgoing message: serialised when made, framed when first sent, shared by every socket that gets it. */
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

/** A message of the service itself, whose data is JSON inside a string. */
export function serviceMessage(event: string, data: unknown, channel?: string): Message {
  return new Message({ event, ...(channel === undefined ? {} : { channel }), data: JSON.stringify(data) });
}

/** `pusher:error`: a plain object as the hosted service sends it. A soft error has no code and changes no state. */
export function errorMessage(code: number | null, message: string, channel?: string): Message {
  return new Message({
    event: 'pusher:error',
    ...(channel === undefined ? {} : { channel }),
    data: { code, message },
  });
}
