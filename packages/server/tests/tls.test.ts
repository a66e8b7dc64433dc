import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { PusherService } from '../src/index.ts';
import { credentials, silent } from './fixtures.ts';
import { startRecorder } from './recorder.ts';

const trigger = async (port: number, tls: boolean) => {
  const at = { ...credentials, host: '127.0.0.1', port, tls };
  const result = await new PusherService(at, silent).trigger('a', 'e', 1);
  if (result.ok) throw new Error('it should have failed');
  return result;
};

it('names PUSHER_USE_TLS when a plain server gets TLS', async () => {
  const recorder = await startRecorder();
  onTestFinished(recorder.stop);
  const { error } = await trigger(recorder.port, true);
  expect(error.code).toBe('CK608');
  expect(error.remedy).toContain('PUSHER_USE_TLS=false');
});

it('names PUSHER_USE_TLS when a TLS server gets plain HTTP', async () => {
  // A TLS server answers anything but a handshake with an alert record.
  const alert = Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x16]);
  const server = createServer((socket) => socket.on('error', () => {}).once('data', () => socket.end(alert)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { error } = await trigger((server.address() as AddressInfo).port, false);
  expect(error.code).toBe('CK608');
  expect(error.remedy).toContain('PUSHER_USE_TLS=true');
});

it('recognizes the answer of a web server whose TLS port gets plain HTTP', async () => {
  const body = '<center>The plain HTTP request was sent to HTTPS port</center>';
  const recorder = await startRecorder(() => ({ status: 400, body }));
  onTestFinished(recorder.stop);
  expect((await trigger(recorder.port, false)).error.code).toBe('CK608');
});
