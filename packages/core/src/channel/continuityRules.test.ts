import { describe, expect, it } from 'vitest';
import type { ClientContext } from '../context.ts';
import { skipDigest } from '../lib/position.ts';
import { createManualTimers } from '../testing/index.ts';
import type { ClientEvent } from '../types.ts';
import { Continuity, type Missing, type StartPosition } from './continuity.ts';

const ownSocket = '1.1';

/** The continuity of one channel, with a log that answers when it is told to. */
function follow(start: StartPosition | null = null) {
  const timers = createManualTimers();
  const told: string[] = [];
  const emitted: string[] = [];
  const lives: { missing: Missing | null; knownSince: number | null; start: StartPosition | null }[] = [];
  const asked: number[] = [];
  const refused: number[] = [];
  const continuity = new Continuity(
    {
      channel: 'orders',
      ask: () => asked.push(timers.now()),
      isOwn: (digest, position) => skipDigest(ownSocket, position) === digest,
      deliver: (_, data, { replayed }) => {
        told.push(`${(data as { name: string }).name}${replayed ? ' replayed' : ''}`);
      },
      onLive: (missing, knownSince, from) => lives.push({ missing, knownSince, start: from }),
      onRefused: (status) => refused.push(status),
    },
    { timers, emit: ({ type }: ClientEvent) => emitted.push(type) } as unknown as ClientContext,
    start,
  );
  const receive = (position: string, envelope: object = {}) =>
    continuity.receive('changed', { name: position, $continuity: { position, ...envelope } });
  const answer = (position: string, events: readonly string[] | object = [], askedAt = timers.now()) => {
    const verdict = Array.isArray(events)
      ? { events: events.map((each) => ({ event: 'changed', data: { name: each }, position: each })) }
      : events;
    return continuity.answered({ status: 200, position, ...verdict }, askedAt);
  };
  return { continuity, timers, told, emitted, lives, asked, refused, receive, answer };
}

/** One that is live at a position, with nothing recorded. */
function followLive(position = 'e:3') {
  const made = follow();
  made.continuity.confirmed();
  made.answer(position);
  for (const list of [made.lives, made.asked, made.emitted]) list.length = 0;
  return made;
}

const lost = (position: string, more: object = {}) => [position, { lost: 'trimmed', ...more }] as const;
const skip = (serial: number, socketId = ownSocket) =>
  [serial, skipDigest(socketId, { epoch: 'e', serial })] as const;

describe('a hole while a verification is on its way', () => {
  it('is given up after 10 s, though the log never answers', async () => {
    const { continuity, timers, told, lives, receive } = followLive();
    continuity.verify();
    receive('e:5');
    await timers.advance(9_000);
    continuity.failed();
    expect([told, lives]).toEqual([[], []]);
    await timers.advance(1_000);
    expect(told).toEqual(['e:5']);
    expect(lives).toMatchObject([{ missing: { reason: 'continuity' }, knownSince: timers.now() }]);
  });

  it('is not asked for twice', async () => {
    const { continuity, timers, asked, receive } = followLive();
    continuity.verify();
    continuity.verify();
    receive('e:5');
    await timers.advance(1_000);
    expect(asked).toHaveLength(1);
  });
});

describe('a frame that cannot be read', () => {
  it('is told as a gap when the log has nothing new, also after a drop (12)', () => {
    const { continuity, timers, lives, answer } = followLive();
    const since = timers.now();
    expect(continuity.unreadable(since)).toBe(true);
    expect(continuity.unreadable(since + 1)).toBe(true);
    continuity.detached();
    continuity.miss(null, 'connection');
    continuity.confirmed();
    answer('e:3');
    expect(lives).toEqual([{ missing: { since, reason: 'payload' }, knownSince: null, start: null }]);
    continuity.verify();
    answer('e:3');
    expect(lives).toHaveLength(1);
  });

  it('is told on a channel that stays live, whose data is known as before', () => {
    const { continuity, timers, lives, answer } = followLive();
    const since = timers.now();
    continuity.unreadable(since);
    answer('e:3');
    expect(lives).toEqual([{ missing: { since, reason: 'payload' }, knownSince: null, start: null }]);
  });

  it('is what the log replays', () => {
    const { continuity, timers, told, lives, answer } = followLive();
    continuity.unreadable(timers.now());
    answer('e:4', ['e:4']);
    expect([told, lives]).toEqual([['e:4 replayed'], []]);
  });

  it('is asked for for 10 s', async () => {
    const { continuity, timers, lives } = followLive();
    continuity.unreadable(timers.now());
    await timers.advance(10_000);
    expect(lives).toMatchObject([{ missing: { reason: 'continuity' } }]);
  });

  it('is asked for for 10 s, whatever else becomes whole meanwhile', async () => {
    const { continuity, timers, lives, receive } = followLive();
    continuity.unreadable(timers.now());
    receive('e:5');
    receive('e:4');
    await timers.advance(10_000);
    expect(lives).toMatchObject([{ missing: { reason: 'continuity' } }]);
  });

  it('is told at once while the log cannot be asked', () => {
    const down = followLive();
    down.continuity.detached();
    expect(down.continuity.unreadable(0)).toBe(false);
    const without = follow();
    without.continuity.confirmed();
    expect(without.continuity.unreadable(0)).toBe(false);
    const before = follow({ position: { epoch: 'e', serial: 1 }, at: 0 });
    before.continuity.confirmed();
    expect(before.continuity.unreadable(0)).toBe(true);
  });
});

describe('what is told as missing', () => {
  const giveUp = async ({ continuity, timers, lives }: ReturnType<typeof follow>) => {
    continuity.confirmed();
    await timers.advance(10_000);
    return lives.at(-1)?.missing;
  };

  it('begins with the last event', async () => {
    const made = followLive();
    await made.timers.advance(5_000);
    const since = made.timers.now();
    made.receive('e:4');
    await made.timers.advance(5_000);
    expect(await giveUp(made)).toEqual({ since, reason: 'continuity' });
  });

  it('begins when the log was asked the last time, not when it answered', async () => {
    const made = followLive();
    await made.timers.advance(1_000);
    made.continuity.verify();
    const since = made.timers.now();
    await made.timers.advance(5_000);
    made.answer('e:3', [], since);
    expect(await giveUp(made)).toEqual({ since, reason: 'continuity' });
  });

  it('begins with an event that was delivered while the log was asked', async () => {
    const made = followLive();
    const askedAt = made.timers.now();
    made.continuity.verify();
    await made.timers.advance(1_000);
    made.receive('e:4');
    const since = made.timers.now();
    made.answer('e:4', ['e:4'], askedAt);
    expect(await giveUp(made)).toEqual({ since, reason: 'continuity' });
  });

  it('begins when the page was rendered', async () => {
    const made = follow({ position: { epoch: 'e', serial: 1 }, at: 500 });
    expect(await giveUp(made)).toEqual({ since: 500, reason: 'continuity' });
  });

  it('begins with the earliest of several losses, and has its reason', async () => {
    const early = followLive();
    const intactAt = early.timers.now();
    early.continuity.detached();
    early.continuity.miss(intactAt - 7, 'connection');
    early.continuity.miss(null, 'subscription');
    expect(await giveUp(early)).toEqual({ since: intactAt - 7, reason: 'connection' });

    const late = followLive();
    late.continuity.detached();
    late.continuity.miss(intactAt + 7, 'connection');
    expect(await giveUp(late)).toEqual({ since: intactAt, reason: 'connection' });
    late.continuity.detached();
    late.continuity.miss(null, 'subscription');
    expect(late.continuity.forget()).toBeNull();
  });

  it('is told once', async () => {
    const made = followLive();
    made.continuity.detached();
    made.continuity.miss(null, 'connection');
    await giveUp(made);
    made.receive('e:4');
    made.receive('e:5');
    made.continuity.verify();
    made.answer('e:5');
    expect(made.lives.map(({ missing }) => missing?.reason)).toEqual(['connection', 'continuity']);
  });
});

describe('without a position', () => {
  it('the first event is delivered, and what came before is missing', async () => {
    const { continuity, timers, told, lives, receive } = followLive();
    continuity.confirmed();
    await timers.advance(10_000);
    const since = timers.now();
    expect(lives.pop()).toMatchObject({ knownSince: since });
    await timers.advance(1_000);
    receive('e:7');
    expect(told).toEqual(['e:7']);
    const missing = { since, reason: 'continuity' };
    expect(lives).toEqual([{ missing, knownSince: timers.now(), start: null }]);
    receive('e:8');
    expect([told, lives.length]).toEqual([['e:7', 'e:8'], 1]);
  });

  it('an answer tells what is missing, unless the channel was not live yet', async () => {
    const { continuity, timers, lives, answer } = followLive();
    continuity.confirmed();
    await timers.advance(10_000);
    lives.length = 0;
    continuity.verify();
    answer('e:9');
    expect(lives).toMatchObject([{ missing: { reason: 'continuity' } }]);

    const first = follow();
    first.continuity.confirmed();
    await first.timers.advance(1_000);
    first.answer('e:9', ['e:9'], first.timers.now() - 1_000);
    const knownSince = first.timers.now();
    expect([first.told, first.lives]).toEqual([[], [{ missing: null, knownSince, start: null }]]);
  });

  it('each time that it gives up, all is known from then on alone', async () => {
    const { continuity, timers, lives } = follow();
    for (const count of [1, 2]) {
      continuity.confirmed();
      await timers.advance(10_000);
      expect(lives[count - 1]).toEqual({ missing: null, knownSince: timers.now(), start: null });
    }
  });

  it('gives up with nothing missing, and goes on with the newest epoch', async () => {
    const { continuity, timers, told, lives, receive } = follow();
    continuity.confirmed();
    receive('e:9');
    receive('f:1');
    await timers.advance(10_000);
    receive('f:2');
    expect(told).toEqual(['f:1', 'f:2']);
    expect(lives).toMatchObject([{ missing: null }]);
  });
});

describe('another epoch', () => {
  it('is asked for at once, and its events wait behind those of the present one', () => {
    const { told, asked, receive } = followLive();
    receive('f:1');
    expect([told, asked.length]).toEqual([[], 1]);
    receive('e:5');
    receive('e:4');
    expect(told).toEqual(['e:4', 'e:5']);
    receive('f:9');
    expect(told).toHaveLength(2);
  });

  it('has no place behind the present one, whatever its serials', () => {
    const { told, asked, receive } = followLive();
    receive('f:4');
    expect([told, asked.length]).toEqual([[], 1]);
  });

  it('that the log does not know is dropped with what arrived before the question', async () => {
    const { timers, told, asked, emitted, receive, answer } = followLive();
    receive('x:9');
    expect(asked).toHaveLength(1);
    answer('e:3');
    await timers.advance(1_000);
    expect([told, asked.length]).toEqual([[], 1]);
    receive('e:4');
    expect([told, emitted.filter((type) => type !== 'hole')]).toEqual([['e:4'], []]);
  });

  it('is asked for once more when it arrived after the question', async () => {
    const { continuity, timers, asked, receive, answer } = followLive();
    continuity.verify();
    const askedAt = timers.now();
    await timers.advance(10);
    receive('f:1');
    answer('e:3', [], askedAt);
    expect(asked).toHaveLength(2);
  });

  it('leaves nothing of the old one behind', async () => {
    const { continuity, timers, told, asked, receive, answer } = followLive();
    continuity.verify();
    const askedAt = timers.now();
    await timers.advance(10);
    receive('e:5');
    answer(...lost('f:9'), askedAt);
    expect(told).toEqual([]);
    receive('f:10');
    await timers.advance(1_000);
    expect([told, asked.length]).toEqual([['f:10'], 1]);
  });
});

describe('an answer', () => {
  it('is ignored when nothing was asked', () => {
    const { lives, answer } = followLive();
    expect(answer(...lost('e:9'))).toBe(true);
    expect(lives).toEqual([]);
  });

  it.each([{ status: 500 }, { status: 200, position: 'nonsense' }, null, 'text'])(
    'that cannot be understood is none: %j',
    async (verdict) => {
      const { continuity, timers, lives } = followLive();
      continuity.detached();
      continuity.confirmed();
      expect(continuity.answered(verdict, timers.now())).toBe(false);
      expect(lives).toEqual([]);
    },
  );

  it('replays no event that has come meanwhile, and the rest', () => {
    const { continuity, told, lives, receive, answer } = followLive();
    continuity.verify();
    receive('e:4');
    answer('e:6', ['e:4', 'e:5', 'e:6']);
    expect([told, lives]).toEqual([['e:4', 'e:5 replayed', 'e:6 replayed'], []]);
  });

  it('with a hole is followed up to there, and the rest is missing', () => {
    const { continuity, told, lives, receive, answer } = followLive();
    continuity.verify();
    answer('e:6', ['e:4', 'e:6']);
    expect(told).toEqual(['e:4 replayed']);
    expect(lives).toMatchObject([{ missing: { reason: 'continuity' } }]);
    receive('e:7');
    expect(told).toEqual(['e:4 replayed', 'e:7']);
  });

  it('that says "lost" replays nothing, and what waits is delivered', () => {
    const { continuity, told, emitted, receive, answer } = followLive();
    continuity.verify();
    receive('e:6');
    receive('e:9');
    answer(...lost('e:7', { events: [{ event: 'changed', data: {}, position: 'e:4' }] }));
    expect(told).toEqual(['e:6']);
    receive('e:8');
    expect(told).toEqual(['e:6', 'e:8', 'e:9']);
    expect(emitted).not.toContain('duplicate');
  });

  it('after a failure counts for what is urgent', () => {
    const { continuity, lives, answer } = followLive();
    continuity.detached();
    continuity.confirmed();
    continuity.failed();
    answer('e:3');
    expect(lives).toHaveLength(1);
  });

  it('is urgent for a channel that is not live, has a hole or an unread frame', () => {
    const { continuity, timers, receive, answer } = followLive();
    continuity.verify();
    expect(continuity.isUrgent).toBe(false);
    receive('e:5');
    expect(continuity.isUrgent).toBe(true);
    receive('e:4');
    expect(continuity.isUrgent).toBe(false);
    continuity.unreadable(timers.now());
    expect(continuity.isUrgent).toBe(true);
    answer('e:5');
    expect(continuity.isUrgent).toBe(false);
    continuity.detached();
    expect(continuity.isUrgent).toBe(false);
    continuity.confirmed();
    expect(continuity.isUrgent).toBe(true);
  });

  it('may fail: what is not urgent is asked for again by the next verification', () => {
    const { continuity, asked } = followLive();
    continuity.verify();
    continuity.failed();
    continuity.verify();
    expect(asked).toHaveLength(2);
  });

  it.each([401, 403])('with status %s is a right that is lost (20)', (status) => {
    const { continuity, timers, refused } = followLive();
    continuity.verify();
    expect(continuity.answered({ status }, timers.now())).toBe(true);
    expect(refused).toEqual([status]);
  });

  it('tells nothing that is as it was', () => {
    const { continuity, emitted, lives, answer } = followLive();
    continuity.verify();
    answer('e:3');
    expect([emitted, lives]).toEqual([[], []]);
  });
});

describe('a hole', () => {
  it('is asked for 200 ms after it is seen, however many events follow', async () => {
    const { timers, asked, emitted, receive } = followLive();
    for (const serial of [5, 6, 7]) {
      receive(`e:${serial}`);
      await timers.advance(90);
    }
    expect([asked.length, emitted]).toEqual([1, ['hole']]);
  });

  it('that closes is not asked for', async () => {
    const { timers, told, asked, emitted, receive } = followLive();
    receive('e:5');
    receive('e:5');
    receive('e:4');
    await timers.advance(1_000);
    receive('e:6');
    expect([told, asked]).toEqual([['e:4', 'e:5', 'e:6'], []]);
    expect(emitted).toEqual(['hole', 'duplicate']);
  });

  it('that closes after the question is no gap', async () => {
    const { continuity, timers, lives, receive } = followLive();
    receive('e:5');
    await timers.advance(300);
    receive('e:4');
    continuity.failed();
    await timers.advance(20_000);
    expect(lives).toEqual([]);
  });

  it('is given up 10 s after the question', async () => {
    const { timers, told, lives, receive } = followLive();
    receive('e:5');
    await timers.advance(10_100);
    expect(told).toEqual([]);
    await timers.advance(100);
    expect(told).toEqual(['e:5']);
    expect(lives).toHaveLength(1);
  });

  it('is asked for by a verification that comes first', async () => {
    const { continuity, timers, asked, receive } = followLive();
    receive('e:5');
    continuity.verify();
    await timers.advance(1_000);
    expect(asked).toHaveLength(1);
  });

  it('that this client has made is none; another’s is one', async () => {
    const { timers, told, asked, receive } = followLive();
    receive('e:6', { skipped: [skip(4), skip(5)] });
    receive('e:8', { skipped: [skip(7, '2.2')] });
    expect(told).toEqual(['e:6']);
    await timers.advance(200);
    expect(asked).toHaveLength(1);
  });

  it('of an event that was down with the socket is not asked for', async () => {
    const { continuity, timers, asked, lives, receive } = followLive();
    receive('e:5');
    continuity.detached();
    continuity.verify();
    await timers.advance(20_000);
    expect([asked, lives]).toEqual([[], []]);
  });
});

describe('a subscription', () => {
  it('that is confirmed once more stays live', () => {
    const { continuity, told, receive } = followLive();
    continuity.confirmed();
    receive('e:4');
    expect(told).toEqual(['e:4']);
  });

  it('waits for an answer for 10 s, however often it is confirmed', async () => {
    const { continuity, timers, lives } = followLive();
    continuity.detached();
    continuity.confirmed();
    await timers.advance(6_000);
    continuity.confirmed();
    await timers.advance(4_000);
    expect(lives).toHaveLength(1);
  });

  it('begins anew after a drop: nothing that waited, asked or ticked before is left', async () => {
    const { continuity, timers, told, emitted, lives, receive, answer } = followLive();
    continuity.detached();
    continuity.confirmed();
    receive('e:5');
    await timers.advance(6_000);
    continuity.detached();
    await timers.advance(60_000);
    answer('e:9');
    expect([told, lives]).toEqual([[], []]);
    continuity.confirmed();
    answer('e:5', ['e:4', 'e:5']);
    expect(told).toEqual(['e:4 replayed', 'e:5 replayed']);
    expect(emitted).toEqual(['resumed']);
  });

  it('tells of what arrives twice before the answer', () => {
    const { continuity, emitted, receive } = followLive();
    continuity.detached();
    continuity.confirmed();
    receive('e:2');
    receive('e:4');
    receive('e:4');
    expect(emitted).toEqual(['duplicate', 'duplicate']);
  });
});

it('serial 0 is a position, and no event’s', () => {
  expect(followLive().receive('e:0')).toBe(false);
});

it('starts from the position of the page once', () => {
  const start = { position: { epoch: 'e', serial: 1 }, at: 500 };
  const { continuity, timers, lives, answer } = follow(start);
  const takenAt = timers.now();
  continuity.confirmed();
  answer('e:1');
  expect(lives.pop()).toMatchObject({ missing: null, knownSince: takenAt, start });
  continuity.detached();
  continuity.confirmed();
  answer('e:1');
  expect(lives.pop()).toEqual({ missing: null, knownSince: null, start: null });

  const other = follow(start);
  other.continuity.confirmed();
  other.answer(...lost('e:9'));
  expect(other.lives).toMatchObject([{ knownSince: other.timers.now(), start: null }]);
});
