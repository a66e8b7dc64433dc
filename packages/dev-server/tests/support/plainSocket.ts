import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { DevServer } from '../../src/index.ts';

/** A TCP socket that speaks WebSocket by hand, for clients that stop halfway. */
export interface PlainSocket {
  tcp: Socket;
  /** Everything received so far, as text. */
  received: () => string;
  /** Sends one masked frame. */
  send: (opcode: number, payload?: Buffer | string) => void;
}

/** Opens a socket and completes the WebSocket handshake. */
export async function openPlain(server: DevServer, key: string): Promise<PlainSocket> {
  const tcp = connect(server.port, server.host);
  onTestFinished(() => void tcp.destroy());
  let text = '';
  tcp.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  tcp.on('error', () => {});
  await once(tcp, 'connect');
  tcp.write(
    [
      `GET /app/${key}?protocol=7 HTTP/1.1`,
      `Host: ${server.host}:${server.port}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version: 13',
      '\r\n',
    ].join('\r\n'),
  );
  return {
    tcp,
    received: () => text,
    send: (opcode, payload = '') => void tcp.write(maskedFrame(opcode, Buffer.from(payload))),
  };
}

/** A frame with the mask 0, so that its payload stays readable. */
function maskedFrame(opcode: number, payload: Buffer): Buffer {
  const head = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 255];
  const [first = 0, ...rest] = head;
  return Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | first, ...rest, 0, 0, 0, 0]), payload]);
}
