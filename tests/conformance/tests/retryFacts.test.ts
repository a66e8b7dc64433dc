import PusherClient from 'pusher-js';
import { expect, it, onTestFinished, vi } from 'vitest';
import { connected, next, setStage } from '../pusher-js/stage.ts';

// The timers of pusher-js are fake; the refused connections are real.

/** Collects the seconds of the fake clock, which starts at 0, at which later clients begin an attempt. */
function watchAttempts(): number[] {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: 0 });
  const attempts: number[] = [];
  PusherClient.log = (text: unknown) => {
    if (String(text).includes('"Connecting"')) attempts.push(Date.now() / 1000);
  };
  onTestFinished(() => {
    Reflect.deleteProperty(PusherClient, 'log');
    vi.useRealTimers();
  });
  return attempts;
}

it('retries a server that refuses it at 0, 15, 45, 105 s and then once a minute', async () => {
  const { server, connect } = await setStage();
  const attempts = watchAttempts();
  server.refuse({ status: 503 });
  connect();
  for (let second = 0; second < 170; second += 1) await vi.advanceTimersByTimeAsync(1000);
  expect(attempts).toEqual([0, 15, 45, 105, 165]);
});

it.each([
  ['14 s after it is back', false],
  ['at once after disconnect() and connect()', true],
])('finds a server that was away for two seconds %s', async (_, isForced) => {
  const { server, connect } = await setStage();
  const attempts = watchAttempts();
  const client = connect();
  await connected(client);
  server.refuse({ status: 503, times: 1 });
  const refused = new Promise<void>((resolve) =>
    server.observe((event) => event.type === 'fault' && event.state === 'ended' && resolve()),
  );
  const lost = next(client.connection, 'connecting_in');
  server.destroy();
  await lost;
  await vi.advanceTimersByTimeAsync(1000);
  await refused;
  await vi.advanceTimersByTimeAsync(1000);
  expect(attempts).toEqual([0, 1]);
  if (isForced) {
    client.disconnect();
    client.connect();
  } else {
    await vi.advanceTimersByTimeAsync(13_999);
    expect(attempts).toEqual([0, 1]);
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(attempts).toEqual([0, 1, isForced ? 2 : 16]);
  await connected(client);
});
