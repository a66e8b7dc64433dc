import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SocketSession } from '../connection/socketSession.ts';
import type { ClientContext } from '../context.ts';
import { NotifyQueue } from '../lib/notifyQueue.ts';
import { skipDigest } from '../lib/position.ts';
import type { ResumeRequest } from '../options.ts';
import { createManualTimers, type ManualTimers } from '../testing/index.ts';
import type { Continuity } from './continuity.ts';
import { Resumer } from './resumer.ts';

afterEach(() => void vi.unstubAllGlobals());

const session = (id: string) => ({ id, transport: { isShared: false } }) as unknown as SocketSession;
const every = 5_000;

interface Followed {
  readonly continuity: Continuity;
  readonly told: unknown[];
  readonly lives: unknown[];
}

/** Channels of a client, and a log that answers as it is told to. */
function stage({ random = () => 0.5 }: { random?: () => number } = {}) {
  const timers: ManualTimers = createManualTimers({ random });
  const requests: ResumeRequest[] = [];
  const errors: string[] = [];
  const now = { socketId: '1.1' as string | null, isConfirming: false };
  /** The position that each channel gets; anything else is the answer itself. */
  let answer: (request: ResumeRequest) => unknown = ({ channels }) => ({
    channels: Object.fromEntries(
      Object.keys(channels).map((name) => [name, { status: 200, position: 'e:3', events: [] }]),
    ),
  });
  const well = answer;
  const resumer = new Resumer({
    context: {
      timers,
      queue: new NotifyQueue(() => {}),
      emit: () => {},
      takeStart: () => null,
      options: () => ({
        resume: {
          every,
          resume: (request: ResumeRequest) => {
            requests.push(request);
            return answer(request);
          },
        },
      }),
    } as unknown as ClientContext,
    session: () => (now.socketId === null ? null : session(now.socketId)),
    isConfirming: () => now.isConfirming,
    onError: ({ code }) => errors.push(code),
  });
  const follow = (channel: string): Followed => {
    const [told, lives]: [unknown[], unknown[]] = [[], []];
    const continuity = resumer.follow({
      channel,
      deliver: (_, data) => told.push(data),
      onLive: (missing) => lives.push(missing),
      onRefused: () => {},
    });
    return { continuity, told, lives };
  };
  const followLive = async (channel: string): Promise<Followed> => {
    const followed = follow(channel);
    followed.continuity.confirmed();
    await timers.advance(0);
    requests.length = 0;
    return followed;
  };
  return {
    resumer,
    timers,
    requests,
    errors,
    now,
    follow,
    followLive,
    answer: (given: typeof answer | null) => {
      answer = given ?? well;
    },
    /** The channels of each request. */
    asked: () => requests.map(({ channels }) => Object.keys(channels).join(' ')),
  };
}

const fail = () => {
  throw new Error('no network');
};
const never = () => new Promise(() => {});

describe('a request', () => {
  it('is for all that ask in one turn, each once', async () => {
    const { timers, follow, asked } = stage();
    for (const name of ['a', 'b']) follow(name).continuity.confirmed();
    await timers.advance(0);
    follow('c').continuity.confirmed();
    await timers.advance(0);
    expect(asked()).toEqual(['a b', 'c']);
  });

  it('waits 100 ms for channels that are being confirmed, and no longer', async () => {
    const { timers, now, follow, asked } = stage();
    now.isConfirming = true;
    for (const name of ['a', 'b', 'c']) {
      follow(name).continuity.confirmed();
      await timers.advance(40);
    }
    expect(asked()).toEqual(['a b c']);
  });

  it('has at most 200 channels', async () => {
    const { timers, requests, follow } = stage();
    for (let n = 0; n < 250; n += 1) follow(`a${n}`).continuity.confirmed();
    await timers.advance(0);
    expect(requests.map(({ channels }) => Object.keys(channels).length)).toEqual([200, 50]);
  });

  it('is not made without a socket, nor for a channel that has ended', async () => {
    const { resumer, timers, now, follow, asked } = stage();
    const [one, other] = [follow('a'), follow('b')];
    one.continuity.confirmed();
    other.continuity.confirmed();
    resumer.unfollow(one.continuity);
    await timers.advance(0);
    expect(asked()).toEqual(['b']);
    now.socketId = null;
    follow('c').continuity.confirmed();
    await timers.advance(0);
    expect(asked()).toEqual(['b']);
  });

  it('has 10 s; an answer that is later is ignored', async () => {
    const { timers, requests, errors, follow, answer } = stage();
    let late: (body: unknown) => void = () => {};
    answer(() => new Promise((resolve) => (late = resolve)));
    const { continuity, lives } = follow('a');
    continuity.confirmed();
    await timers.advance(9_999);
    expect(errors).toEqual([]);
    await timers.advance(1);
    expect([errors, requests[0]?.signal.aborted]).toEqual([['CK312'], true]);
    const before = lives.length;
    continuity.verify();
    late({ channels: { a: { status: 200, position: 'e:9', events: [] } } });
    await timers.advance(0);
    expect(lives).toHaveLength(before);
  });

  it('leaves no limit behind when it is answered, and tells nothing to a channel that has ended', async () => {
    const { resumer, timers, follow } = stage();
    const { continuity, lives } = follow('a');
    continuity.confirmed();
    await timers.settle();
    resumer.unfollow(continuity);
    await timers.advance(0);
    expect(lives).toEqual([]);
    continuity.detached();
    expect(timers.pending).toBe(0);
  });

  it('tells nothing to a channel that ended meanwhile', async () => {
    const { resumer, timers, follow, answer } = stage();
    let give: (body: unknown) => void = () => {};
    answer(() => new Promise((resolve) => (give = resolve)));
    const { continuity, lives } = follow('a');
    continuity.confirmed();
    await timers.advance(0);
    resumer.unfollow(continuity);
    give({ channels: { a: { status: 200, position: 'e:9', events: [] } } });
    await timers.settle();
    continuity.detached();
    expect([lives, timers.pending]).toEqual([[], 0]);
  });
});

describe('a request that fails', () => {
  it('is told once, and made again with backoff for what is urgent', async () => {
    const { timers, errors, follow, answer, asked } = stage();
    answer(fail);
    follow('a').continuity.confirmed();
    await timers.advance(0);
    // A second with jitter, then two.
    await timers.advance(750);
    expect(asked()).toHaveLength(2);
    await timers.advance(1_499);
    expect(asked()).toHaveLength(2);
    await timers.advance(1);
    expect([asked().length, errors]).toEqual([3, ['CK312']]);
  });

  it('is told again after one that succeeded', async () => {
    const { timers, errors, followLive, answer } = stage();
    const { continuity } = await followLive('a');
    answer(fail);
    continuity.verify();
    await timers.advance(0);
    answer(null);
    continuity.verify();
    await timers.advance(0);
    answer(fail);
    continuity.verify();
    await timers.advance(0);
    expect(errors).toEqual(['CK312', 'CK312']);
  });

  it('lets others wait for the next attempt', async () => {
    const { timers, follow, answer, asked } = stage();
    answer(fail);
    follow('a').continuity.confirmed();
    await timers.advance(0);
    answer(null);
    follow('b').continuity.confirmed();
    await timers.advance(700);
    expect(asked()).toEqual(['a']);
    await timers.advance(50);
    expect(asked()).toEqual(['a', 'a b']);
  });

  it('is not made again for what is not urgent, which holds nobody up and is verified the next time', async () => {
    const { timers, follow, followLive, answer, asked } = stage();
    const { continuity } = await followLive('a');
    answer(fail);
    continuity.verify();
    await timers.advance(0);
    answer(null);
    follow('b').continuity.confirmed();
    await timers.advance(0);
    expect(asked()).toEqual(['a', 'b']);
    await timers.advance(every);
    expect(asked()).toEqual(['a', 'b', 'a b']);
  });

  it('is not made again for a channel that has ended', async () => {
    const { resumer, timers, follow, answer, asked } = stage();
    let refuse: (cause: Error) => void = () => {};
    answer(() => new Promise((_, reject) => (refuse = reject)));
    const { continuity } = follow('a');
    continuity.confirmed();
    await timers.advance(0);
    resumer.unfollow(continuity);
    refuse(new Error('no network'));
    await timers.advance(5_000);
    expect(asked()).toEqual(['a']);
  });

  it('for one channel is made again for that one', async () => {
    const { timers, errors, follow, answer, asked } = stage();
    answer(() => ({
      channels: { a: { status: 200, position: 'e:3', events: [] }, b: { status: 500 } },
    }));
    for (const name of ['a', 'b']) follow(name).continuity.confirmed();
    await timers.advance(0);
    answer(null);
    await timers.advance(800);
    expect([asked(), errors]).toEqual([['a b', 'b'], ['CK312']]);
  });
});

describe('a socket that is lost', () => {
  it('ends its requests, and takes what was asked on it with it', async () => {
    const { resumer, timers, requests, follow, answer, asked } = stage();
    let give: (body: unknown) => void = () => {};
    answer(() => new Promise((resolve) => (give = resolve)));
    const one = follow('a');
    one.continuity.confirmed();
    await timers.advance(0);
    follow('b').continuity.confirmed();
    resumer.onLost();
    expect(requests[0]?.signal.aborted).toBe(true);
    give({ channels: { a: { status: 200, position: 'e:9', events: [] } } });
    await timers.advance(0);
    expect(one.lives).toEqual([]);
    answer(null);
    follow('c').continuity.confirmed();
    await timers.advance(0);
    expect(asked()).toEqual(['a', 'c']);
  });

  it('leaves no timer, and no failure that counts', async () => {
    const { resumer, timers, errors, now, follow, followLive, answer, asked } = stage();
    const { continuity } = await followLive('a');
    answer(fail);
    const other = follow('b');
    other.continuity.confirmed();
    await timers.advance(0);
    other.continuity.detached();
    resumer.onLost();
    expect(timers.pending).toBe(0);
    now.isConfirming = true;
    continuity.verify();
    resumer.onLost();
    expect(timers.pending).toBe(0);
    now.isConfirming = false;
    other.continuity.confirmed();
    await timers.advance(0);
    expect([asked().at(-1), errors]).toEqual(['b', ['CK312', 'CK312']]);
  });
});

describe('verification', () => {
  it('asks for all live channels, from 0.8 to 1 times as often as it is told, for as long as one is live', async () => {
    const { resumer, timers, follow, followLive, asked } = stage({ random: () => 0 });
    const { continuity } = await followLive('a');
    follow('not live');
    const ended = await followLive('b');
    resumer.unfollow(ended.continuity);
    await timers.advance(3_999);
    expect(asked()).toEqual([]);
    await timers.advance(1);
    expect(asked()).toEqual(['a']);
    await timers.advance(4_000);
    expect(asked()).toEqual(['a', 'a']);
    resumer.unfollow(continuity);
    expect(timers.pending).toBe(0);
  });

  it('is not put off by other answers', async () => {
    const { timers, followLive, asked } = stage();
    const { continuity } = await followLive('a');
    await timers.advance(4_000);
    continuity.verify();
    await timers.advance(500);
    expect(asked()).toEqual(['a', 'a']);
  });

  it('begins with the first channel that is live', async () => {
    const { timers, follow, answer } = stage();
    answer(() => ({ channels: { a: { status: 403 } } }));
    const { continuity } = follow('a');
    continuity.confirmed();
    await timers.advance(0);
    continuity.detached();
    expect(timers.pending).toBe(0);
  });

  it('goes on after a failure', async () => {
    const { timers, followLive, answer, asked } = stage();
    await followLive('a');
    answer(never);
    await timers.advance(4_500);
    answer(null);
    await timers.advance(20_000);
    expect(asked().length).toBeGreaterThanOrEqual(3);
  });

  it('begins also for a channel that went on without the log', async () => {
    const { timers, follow, answer, asked } = stage();
    answer(fail);
    const { continuity, lives } = follow('a');
    continuity.confirmed();
    await timers.advance(30_000);
    expect(lives).toHaveLength(1);
    answer(null);
    const before = asked().length;
    await timers.advance(every);
    expect([asked().length, continuity.position]).toEqual([before + 1, { epoch: 'e', serial: 3 }]);
  });

  it('waits while the page is hidden, and comes at once when it is shown or the network is back', async () => {
    const page = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
    const view = new EventTarget();
    vi.stubGlobal('document', page);
    vi.stubGlobal('window', view);
    const { resumer, timers, followLive, asked } = stage();
    const { continuity } = await followLive('a');
    await timers.advance(20_000);
    expect(asked()).toEqual([]);
    page.visibilityState = 'visible';
    const wakes = async (target: EventTarget, cause: string) => {
      target.dispatchEvent(new Event(cause));
      await timers.advance(0);
      return asked().length;
    };
    expect(await wakes(page, 'visibilitychange')).toBe(1);
    expect(await wakes(view, 'offline')).toBe(1);
    expect(await wakes(view, 'online')).toBe(2);
    resumer.onLost();
    expect(await wakes(view, 'online')).toBe(2);
    continuity.detached();
    continuity.confirmed();
    await timers.advance(0);
    expect(await wakes(view, 'online')).toBe(4);
  });
});

it('knows the events of its last 20 connections as its own', async () => {
  const { resumer, followLive } = stage();
  for (let n = 1; n <= 21; n += 1) resumer.onOpened(session(`${n}.1`));
  const { continuity, told } = await followLive('a');
  const receive = (serial: number, by: string) =>
    continuity.receive('changed', {
      n: serial,
      $continuity: {
        position: `e:${serial}`,
        skipped: [[serial - 1, skipDigest(by, { epoch: 'e', serial: serial - 1 })]],
      },
    });
  receive(5, '2.1');
  receive(7, '21.1');
  expect(told).toHaveLength(2);
  receive(9, '1.1');
  receive(11, '99.1');
  expect(told).toHaveLength(2);
});
