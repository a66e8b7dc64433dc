// One contender in a process of its own: NODE_ENV=production node --expose-gc react/measure.ts <contender>; prints its figures as
// JSON.
import { startBackend } from './backend.ts';
import type { Contender, ListenerProps } from './contender.ts';
import { openPage } from './page.ts';

/** One figure per round. */
export type Samples = readonly number[];

/** Figures of one contender. Milliseconds: of the clock, and of CPU time for mount and unmount. */
export interface Figures {
  readonly name: string;
  /** One event to 1,000 handlers. */
  readonly dispatch: Samples;
  readonly burst: { readonly time: Samples; readonly renders: number };
  readonly mount1k: Samples;
  readonly mount10k: Samples;
  readonly unmount10k: Samples;
  /** The same with one handler for all of them. */
  readonly unmountShared: Samples;
  /** What one hook adds to a component: microseconds of a mount of 10,000, bytes of heap while it is mounted. */
  readonly perHook: { readonly time: Samples; readonly heap: Samples };
  readonly rerender: Wire;
  readonly swap: Wire;
  readonly changes: Wire & { readonly right: number };
}

interface Wire {
  readonly frames: number;
  readonly authRequests: number;
}

const container = openPage();
const { createElement, useEffect } = await import('react');
const { createRoot } = await import('react-dom/client');
const { flushSync } = await import('react-dom');
const { contender } = (await import(`./contenders/${process.argv[2]}.ts`)) as { contender: Contender };
const backend = await startBackend();
const { Root, Listener, Latest } = contender;
const root = createRoot(container);

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const turn = () => new Promise((resolve) => setImmediate(resolve));
/** Mounted last, so that its effect runs after all others of a commit. */
function Sentinel({ onEffects }: { readonly onEffects: () => void }) {
  useEffect(onEffects);
  return null;
}
/** What all threads of this process have worked, garbage collection included: a busy machine does not count. */
function worked(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
/** Renders, and tells how much work that and all its effects took. */
async function show(...children: React.ReactNode[]): Promise<number> {
  const start = worked();
  const end = await new Promise<number>((resolve) => {
    const sentinel = createElement(Sentinel, { onEffects: () => resolve(worked()) });
    flushSync(() => root.render(createElement(Root, { place: backend.place }, ...children, sentinel)));
  });
  return end - start;
}
const listener = (props: Partial<ListenerProps> & { readonly key?: string }) =>
  createElement(Listener, { channel: 'orders', event: 'changed', onEvent: () => {}, value: 0, ...props });
const inject = (n: number) =>
  contender.instance().connection.emit('message', { event: 'changed', channel: 'orders', data: { n } });
/** Waits until the server has the channel and the client knows. */
async function whenLive(channel: string) {
  const deadline = performance.now() + 5_000;
  while (!backend.server.subscriptions().some((each) => each.channel === channel)) {
    if (performance.now() > deadline) throw new Error(`${contender.name} did not subscribe to ${channel}`);
    await pause(10);
  }
  await pause(100);
}
/** What goes over the wire while `act` runs and until it is quiet again. */
async function wireOf(act: () => Promise<void>): Promise<Wire> {
  await pause(150);
  const before = backend.counts();
  await act();
  await pause(300);
  const after = backend.counts();
  return { frames: after.frames - before.frames, authRequests: after.authRequests - before.authRequests };
}

async function dispatch(): Promise<Samples> {
  let handled = 0;
  const keys = Array.from({ length: 1_000 }, (_, index) => `l${index}`);
  const handlers = keys.map(() => () => {
    handled += 1;
  });
  await show(keys.map((key, index) => listener({ key, onEvent: handlers[index] as () => void })));
  await whenLive('orders');
  const rounds: number[] = [];
  for (let round = 0; round < 15; round += 1) {
    const start = performance.now();
    for (let event = 0; event < 200; event += 1) inject(event);
    rounds.push((performance.now() - start) / 200);
    await turn();
  }
  if (handled !== 1_000 * 200 * 15) throw new Error(`${contender.name} handled ${handled} events`);
  return rounds;
}

async function burst() {
  let renders = 0;
  let latest = -1;
  const onRender = (n: number) => {
    renders += 1;
    latest = n;
  };
  await show(createElement(Latest, { channel: 'orders', event: 'changed', onRender }));
  await pause(200);
  renders = 0;
  const start = performance.now();
  for (let n = 0; n < 10_000; n += 1) {
    inject(n);
    // Each frame of a socket is a task of its own.
    await turn();
  }
  while (latest !== 9_999) await turn();
  return { time: [performance.now() - start], renders };
}

/** A component without a hook, to subtract. */
function Blank(): null {
  return null;
}

interface Page {
  readonly size: number;
  readonly type?: Contender['Listener'];
  readonly handlerOf?: (index: number) => ListenerProps['onEvent'];
}

/**
 * A page of components comes and goes beside a component that stays. All are children of one new element: React looks for the
 * neighbor of each child that it adds to an old one, which costs more than everything that is measured here.
 */
async function mounts({ size, type = Listener, handlerOf = () => () => {} }: Page) {
  const keys = Array.from({ length: size }, (_, index) => `m${index}`);
  const keep = listener({ key: 'keep' });
  const [mount, unmount, heap]: [number[], number[], number[]] = [[], [], []];
  await show([keep]);
  await pause(200);
  for (let round = 0; round < 8; round += 1) {
    const page = keys.map((key, index) =>
      createElement(type, { key, channel: 'orders', event: 'changed', value: 0, onEvent: handlerOf(index) }),
    );
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    mount.push(await show([keep, createElement('div', { key: 'page' }, page)]));
    await pause(20);
    globalThis.gc?.();
    heap.push((process.memoryUsage().heapUsed - before) / size);
    unmount.push(await show([keep]));
    await pause(20);
  }
  return { mount, unmount, heap };
}

const median = (values: Samples): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

async function comings() {
  const size = 10_000;
  const shared = () => {};
  const { unmount: unmountShared } = await mounts({ size, handlerOf: () => shared });
  const { mount: mount1k } = await mounts({ size: 1_000 });
  const blank = await mounts({ size, type: Blank });
  const { mount: mount10k, unmount: unmount10k, heap } = await mounts({ size });
  const [blankMount, blankHeap] = [median(blank.mount), median(blank.heap)];
  const perHook = {
    time: mount10k.map((time) => ((time - blankMount) * 1_000) / size),
    heap: heap.map((bytes) => bytes - blankHeap),
  };
  return { mount1k, mount10k, unmount10k, unmountShared, perHook };
}

const own = { channel: 'private-orders' };

async function silence() {
  await show(listener({ ...own, key: 'one' }));
  await whenLive('private-orders');
  const rerender = await wireOf(async () => {
    for (let index = 0; index < 50; index += 1) {
      await show(listener({ ...own, key: 'one', onEvent: () => void index }));
      // Faster than people type; without it the machine's speed decides how many renders share one answer.
      await pause(20);
    }
  });
  const swap = await wireOf(async () => void (await show(listener({ ...own, key: 'two' }))));
  const right: number[] = [];
  const changes = await wireOf(async () => {
    for (let value = 1; value <= 5; value += 1) {
      await show(
        listener({ ...own, key: 'two', value, onEvent: ({ n }) => void (n === value && right.push(n)) }),
      );
      backend.server.trigger('private-orders', 'changed', { n: value });
      await pause(60);
    }
  });
  return { rerender, swap, changes: { ...changes, right: right.length } };
}

await show();
const figures: Figures = {
  name: contender.name,
  dispatch: await dispatch(),
  burst: await burst(),
  ...(await comings()),
  ...(await silence()),
};
process.stdout.write(JSON.stringify(figures));
root.unmount();
await backend.stop();
process.exit(0);
