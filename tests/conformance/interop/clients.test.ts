import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type Pusher from 'pusher';
import type PusherClient from 'pusher-js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDevServerDriver, startServer } from '../drivers/devServer.ts';
import { runSuite } from '../runSuite.ts';

const folder = process.env.CLIENTS_FOLDER;
if (!folder) throw new Error('CLIENTS_FOLDER is not set; run `npm run interop clients`');
const load = createRequire(join(folder, 'package.json'));

const noSignIn = 'This version cannot sign in.';
const withoutSignIn = {
  'sends a user’s events to the signed-in user': noSignIn,
  'sends a user the online status of the watchlist': noSignIn,
  'terminates all connections of a user for good': noSignIn,
};
const withoutInfo = {
  'answers a trigger with the requested attributes': 'This version’s trigger has no info.',
};
const noCount = 'This version does not know the event.';

/** Earlier versions, with the scenarios that they cannot play. */
const versions = {
  'pusher-js-4': { ...withoutSignIn, 'sends subscribers the subscription count': noCount },
  'pusher-js-5': { ...withoutSignIn, 'sends subscribers the subscription count': noCount },
  'pusher-js-6': { ...withoutSignIn, 'sends subscribers the subscription count': noCount },
  'pusher-js-7': {},
};

for (const [name, exceptions] of Object.entries(versions)) {
  const Client = load(name) as typeof PusherClient;
  runSuite(createDevServerDriver(`dev server with ${name}`, { exceptions, libraries: { Client } }));
}

for (const name of ['pusher-4', 'pusher-5']) {
  const Server = load(name) as typeof Pusher;
  const exceptions = name === 'pusher-4' ? { ...withoutSignIn, ...withoutInfo } : {};
  runSuite(createDevServerDriver(`dev server with ${name}`, { exceptions, libraries: { Server } }));
}

describe('laravel-echo', () => {
  it('subscribes to its kinds of channels, hears events and whispers', async () => {
    const { world, options } = await startServer();
    onTestFinished(() => world.stop());
    // Its CommonJS build does not load in Node.
    const echo = pathToFileURL(join(folder, 'node_modules/laravel-echo/dist/echo.js')).href;
    const { default: Echo } = (await import(/* @vite-ignore */ echo)) as { default: EchoConstructor };
    const Client = load('pusher-js') as typeof PusherClient;
    const open = (id: string) =>
      new Echo({ broadcaster: 'pusher', Pusher: Client, namespace: false, ...options(id) });
    const [ada, bob] = [open('ada'), open('bob')];
    onTestFinished(() => {
      for (const each of [ada, bob]) each.disconnect();
    });
    const joined = new Promise((resolve) => ada.join('room').joining(resolve));
    const here = new Promise((resolve) => bob.join('room').here(resolve));
    const left = new Promise((resolve) => ada.join('room').leaving(resolve));
    const whispered = new Promise((resolve) => bob.private('orders').listenForWhisper('typing', resolve));
    const [heard, privately] = ['channel' as const, 'private' as const].map(
      (kind) => new Promise((resolve) => ada[kind]('orders').listen('.created', resolve)),
    );
    await Promise.all([
      new Promise<void>((resolve) => ada.channel('orders').subscribed(resolve)),
      new Promise<void>((resolve) => ada.private('orders').subscribed(resolve)),
      new Promise<void>((resolve) => bob.private('orders').subscribed(resolve)),
      here,
    ]);
    await world.trigger(['orders', 'private-orders'], 'created', { id: 1 });
    expect(await Promise.all([heard, privately])).toEqual([{ id: 1 }, { id: 1 }]);
    ada.private('orders').whisper('typing', { name: 'Ada' });
    expect(await whispered).toEqual({ name: 'Ada' });
    bob.leave('room');
    expect(await Promise.all([joined, left])).toEqual([{ id: 'bob' }, { id: 'bob' }]);
  });
});

/** The part of laravel-echo that the test uses. */
interface EchoChannel {
  subscribed(callback: () => void): EchoChannel;
  listen(event: string, callback: (data: unknown) => void): EchoChannel;
  listenForWhisper(event: string, callback: (data: unknown) => void): EchoChannel;
  whisper(event: string, data: unknown): EchoChannel;
  here(callback: (members: unknown) => void): EchoChannel;
  joining(callback: (member: unknown) => void): EchoChannel;
  leaving(callback: (member: unknown) => void): EchoChannel;
}
type EchoConstructor = new (
  options: object,
) => {
  channel(name: string): EchoChannel;
  private(name: string): EchoChannel;
  join(name: string): EchoChannel;
  leave(name: string): void;
  disconnect(): void;
};
