import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { DevServer } from '../../src/index.ts';

/** A frame as it came over the wire. */
export interface Frame {
  event: string;
  channel?: string;
  data?: unknown;
}

/** A bare WebSocket, for what pusher-js would not send or show. */
export interface RawSocket {
  frames: Frame[];
  texts: string[];
  /** Settles when the socket is open. */
  opened: Promise<void>;
  /** The close code, once closed. */
  closed: Promise<number>;
  socket: WebSocket;
  send: (frame: unknown) => void;
  /** The first frame of an event, waiting for it. */
  frame: (event: string) => Promise<Frame>;
}

/** Opens a socket; `path` replaces `/app/KEY?protocol=7`. */
export function openRaw(server: DevServer, path = `/app/${server.apps[0]?.key}?protocol=7`): RawSocket {
  const socket = new WebSocket(`ws://${server.host}:${server.port}${path}`);
  const frames: Frame[] = [];
  const texts: string[] = [];
  const waiting: { event: string; resolve: (frame: Frame) => void }[] = [];
  socket.on('error', () => {});
  socket.on('message', (data) => {
    texts.push(String(data));
    const frame = parse(String(data));
    frames.push(frame);
    for (const { event, resolve } of waiting) if (event === frame.event) resolve(frame);
  });
  onTestFinished(() => socket.terminate());
  return {
    frames,
    texts,
    socket,
    opened: new Promise((resolve) => socket.on('open', () => resolve())),
    closed: new Promise((resolve) => socket.on('close', resolve)),
    send: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    frame: (event) => {
      const seen = frames.find((frame) => frame.event === event);
      return seen ? Promise.resolve(seen) : new Promise((resolve) => waiting.push({ event, resolve }));
    },
  };
}

function parse(text: string): Frame {
  try {
    return JSON.parse(text);
  } catch {
    return { event: 'not json' };
  }
}

/** The socket id that the greeting of a raw socket gave it. */
export async function socketIdOf(raw: RawSocket): Promise<string> {
  const { data } = await raw.frame('pusher:connection_established');
  return JSON.parse(String(data)).socket_id;
}
