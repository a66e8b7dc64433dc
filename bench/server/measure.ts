// One library in this process; prints its figures as JSON.
import { contender } from './contenders.ts';

/** Row → microseconds of CPU time a call, or milliseconds where the row says so. */
export type Figures = Record<string, number>;

const [, , name = '', port = ''] = process.argv;
const library = contender(name, port);
const slow = contender(name, port, 'slow');

const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/** CPU time a call, after a warm-up of half as many. */
async function perCall(count: number, call: (index: number) => unknown): Promise<number> {
  for (let index = 0; index < count / 2; index += 1) await call(index);
  const before = cpu();
  for (let index = 0; index < count; index += 1) await call(index);
  return (cpu() - before) / count;
}

async function milliseconds(task: () => Promise<unknown>): Promise<number> {
  await task();
  const before = performance.now();
  await task();
  return performance.now() - before;
}

const order = { orderId: 7, status: 'paid', note: 'x'.repeat(200) };
const channels = Array.from({ length: 250 }, (_, n) => `private-user.${n}.orders`);
const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie: 'session=1' };
const body = 'socket_id=1234.1234&channel_name=private-user.7.orders';
const requests = Array.from(
  { length: 6_000 },
  () => new Request('http://app.example/api/pusher/auth', { method: 'POST', headers, body }),
);

const figures: Figures = {
  'authorize a private channel, µs': await perCall(20_000, (n) =>
    library.authorize('private-orders', `1.${n}`),
  ),
  'authorize a presence channel, µs': await perCall(20_000, (n) =>
    library.authorizePresence('presence-room', `1.${n}`),
  ),
  'auth handler, µs': await perCall(4_000, () => library.handle(requests.pop() as Request)),
  'trigger, µs': await perCall(1_500, () => library.trigger('private-orders', order)),
  'triggerBatch of 10, µs': await perCall(1_000, () => library.batch(channels.slice(0, 10), order)),
  '20 triggers at once, µs': await perCall(60, () =>
    Promise.all(channels.slice(0, 20).map((channel) => library.trigger(channel, order))),
  ),
  '250 channels, 20 ms from the API, ms': await milliseconds(async () => {
    // The official library takes 100 channels a call.
    const step = name === 'pusher' ? 100 : 250;
    for (let at = 0; at < 250; at += step) await slow.trigger(channels.slice(at, at + step), order);
  }),
};
process.stdout.write(JSON.stringify(figures));
process.exit();
