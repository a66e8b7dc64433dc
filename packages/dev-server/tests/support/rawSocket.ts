import { onTestFinished } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { channelAuthText, hmac, userAuthText } from '../../src/protocol/signature.ts';
import { app } from './testServer.ts';

/** A frame as it arrived. */
export interface Frame {
  event: string;
  channel?: string;
  data?: unknown;
}

/** A bare WebSocket, for frames that pusher-js would not send or show. */
export interface RawSocket {
  frames: Frame[];
  texts: string[];
  /** Resolves when the socket is open. */
  opened: Promise<void>;
  /** Resolves with the close code. */
  closed: Promise<number>;
  socket: WebSocket;
  send: (frame: unknown) => void;
  /** Resolves with the first frame of an event. */
  frame: (event: string) => Promise<Frame>;
}

/** Opens a socket; `path` replaces `/app/KEY?protocol=7`. */
export function openRaw(
  server: { host: string; port: number; apps: readonly { key: string }[] },
  path = `/app/${server.apps[0]?.key}?protocol=7`,
  options: ClientOptions = {},
): RawSocket {
  const socket = new WebSocket(`ws://${server.host}:${server.port}${path}`, options);
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

/** Reads the socket id from a raw socket's greeting. */
export async function socketIdOf(raw: RawSocket): Promise<string> {
  const { data } = await raw.frame('pusher:connection_established');
  return JSON.parse(String(data)).socket_id;
}

/** Subscribes a raw socket with a valid signature. */
export async function subscribeRaw(raw: RawSocket, channel: string, channelData?: string): Promise<void> {
  const text = channelAuthText(await socketIdOf(raw), channel, channelData);
  const auth = `${app.key}:${hmac(app.secret, text)}`;
  raw.send({ event: 'pusher:subscribe', data: { channel, auth, channel_data: channelData } });
}

/** Signs a raw socket in with a valid signature. */
export async function signInRaw(raw: RawSocket, user: object): Promise<void> {
  const userData = JSON.stringify(user);
  const auth = `${app.key}:${hmac(app.secret, userAuthText(await socketIdOf(raw), userData))}`;
  raw.send({ event: 'pusher:signin', data: { auth, user_data: userData } });
}
