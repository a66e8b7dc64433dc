import type { ChannelHead, EventLogPort, LoggedEvent, NewEvent } from '../log/eventLogPort.ts';

/** A database whose port is tested. */
export interface PortDatabase<TTransaction> {
  readonly port: EventLogPort<TTransaction>;
  /** Runs a transaction and rolls it back if the function throws. Two may run at once, or one after the other. */
  readonly transaction: <TResult>(work: (transaction: TTransaction) => Promise<TResult>) => Promise<TResult>;
  readonly close?: () => Promise<void>;
}

/** A test for any runner: `for (const { name, run } of eventLogPortTests(open)) it(name, run)`. */
export interface PortTest {
  readonly name: string;
  /** Rejects if the port does not behave as its interface says. */
  readonly run: () => Promise<void>;
}

/** What every implementation of `EventLogPort` has to pass. `open` returns a database with an empty log. */
export function eventLogPortTests<TTransaction>(
  open: () => Promise<PortDatabase<TTransaction>>,
): readonly PortTest[] {
  return Object.entries(behaviors).map(([name, behavior]) => ({
    name,
    run: async () => {
      const database = await open();
      try {
        await behavior(database as unknown as PortDatabase<unknown>);
      } finally {
        await database.close?.();
      }
    },
  }));
}

const first = 'epoch-1';
const second = 'epoch-2';

/** An event on a channel, by default one that waits. */
const event = (channel: string, more: Partial<NewEvent> = {}): NewEvent => ({
  id: crypto.randomUUID(),
  channel,
  event: 'changed',
  data: '{}',
  socketId: null,
  at: 1_000,
  epoch: null,
  serial: null,
  skipped: '[]',
  state: 'waiting',
  ...more,
});

const everything = { limit: 1_000, now: Number.MAX_SAFE_INTEGER - 1, leasedUntil: Number.MAX_SAFE_INTEGER };
const whole = (channel: string, epoch = first) => ({
  channel,
  epoch,
  after: 0,
  until: Number.MAX_SAFE_INTEGER,
});

/** Appends one event to each channel, in the order of their names, as the event log does. */
async function append<TTransaction>(
  { port, tx }: { readonly port: EventLogPort<TTransaction>; readonly tx: TTransaction },
  names: readonly string[],
  more: Partial<NewEvent> = {},
): Promise<NewEvent[]> {
  const channels = [...new Set(names)].sort().map((channel) => ({ channel, count: 1 }));
  const heads = await port.advance(tx, channels, first);
  const events = heads.map(({ channel, epoch, serial }) => event(channel, { epoch, serial, ...more }));
  await port.insert(tx, events, []);
  return events;
}

const serialsOf = async ({ port }: PortDatabase<unknown>, channel: string, epoch = first) =>
  (await port.read([whole(channel, epoch)])).map(({ serial }) => serial);

/** Heads in a certain order. */
const byName = (heads: readonly ChannelHead[]): readonly ChannelHead[] =>
  [...heads].sort((one, other) => (one.channel < other.channel ? -1 : 1));

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

type Behavior = (database: PortDatabase<unknown>) => Promise<void>;

const behaviors: Readonly<Record<string, Behavior>> = {
  'numbers the events of a channel in the order of their commits': async (database) => {
    const { port, transaction } = database;
    // Before its commit, no other transaction can have got as far.
    const order: unknown[] = [];
    await Promise.all(
      upTo(20).map(() =>
        transaction(async (tx) => {
          const [appended] = await append({ port, tx }, ['a']);
          order.push(appended?.serial);
        }),
      ),
    );
    same(await serialsOf(database, 'a'), upTo(20), 'serials');
    same(order, upTo(20), 'order of the transactions');
  },

  'lets no transaction past a channel that another one has advanced': async (database) => {
    const { port, transaction } = database;
    const order: string[] = [];
    let other: Promise<unknown> = Promise.resolve();
    await transaction(async (tx) => {
      await append({ port, tx }, ['a']);
      other = transaction(async (later) => {
        await append({ port, tx: later }, ['a']);
        order.push('second');
      });
      // The other transaction has every opportunity to go on.
      for (let round = 0; round < 20; round += 1) await new Promise((resolve) => setTimeout(resolve));
      order.push('first');
    });
    await other;
    same(order, ['first', 'second'], 'order');
    same(await serialsOf(database, 'a'), [1, 2], 'serials');
  },

  'does not deadlock on channels that are locked by name': async (database) => {
    const { port, transaction } = database;
    const pairs = [
      ['a', 'b'],
      ['b', 'a'],
      ['c', 'a', 'b'],
    ];
    await Promise.all(
      upTo(30).map((n) => transaction((tx) => append({ port, tx }, pairs[n % pairs.length] as string[]))),
    );
    same(await serialsOf(database, 'a'), upTo(30), 'serials of a');
    same(await serialsOf(database, 'c'), upTo(10), 'serials of c');
  },

  'leaves no hole and no event after a rollback': async (database) => {
    const { port, transaction } = database;
    await transaction((tx) => append({ port, tx }, ['a']));
    const failing = transaction(async (tx) => {
      await append({ port, tx }, ['a', 'b']);
      throw new Error('rolled back');
    });
    same(await failing.catch(({ message }: Error) => message), 'rolled back', 'the error of the transaction');
    await transaction((tx) => append({ port, tx }, ['a']));
    same(await serialsOf(database, 'a'), [1, 2], 'serials');
    const { heads } = await port.heads(['a', 'b'], second);
    same(
      heads.map(({ channel, serial }) => [channel, serial]),
      [['a', 2]],
      'heads',
    );
    same((await port.claim(everything)).length, 2, 'events to send');
  },

  'advances a channel twice in one transaction': async ({ port, transaction }) => {
    const serials = await transaction(async (tx) => {
      const [one] = await append({ port, tx }, ['a']);
      const [two] = await append({ port, tx }, ['a']);
      return [one?.serial, two?.serial];
    });
    same(serials, [1, 2], 'serials');
  },

  'keeps what is appended, as it was': async ({ port, transaction }) => {
    const data = JSON.stringify({ text: '"\\ \u0000 \u2028 é 💡 \ud800', list: [null, 1.5, true], $: "'" });
    const full = { data, socketId: '1.2', at: 1_764_435_600_000, skipped: '[[1,4294967295]]', event: 'é"\'' };
    const [kept] = await transaction((tx) => append({ port, tx }, ['private-a;b'], full));
    const open = event('b');
    await transaction((tx) => port.insert(tx, [open], []));
    const [claimed, claimedOpen, ...more] = await port.claim(everything);
    sameEvent(claimed, kept, 'the claimed event');
    sameEvent(claimedOpen, open, 'the claimed event without a serial');
    same([claimed?.attempts, more.length], [0, 0], 'attempts, and other events');
    const [read] = await port.read([whole('private-a;b')]);
    sameEvent(read, kept, 'the event that is read');
  },

  'keeps the skipped events of a head': async ({ port, transaction }) => {
    await transaction(async (tx) => {
      await append({ port, tx }, ['a', 'b']);
      await port.insert(tx, [], [{ channel: 'a', skipped: '[[1,7]]' }]);
    });
    const heads = await transaction((tx) => port.advance(tx, [{ channel: 'a', count: 3 }], second));
    same(heads, [{ channel: 'a', epoch: first, serial: 4, skipped: '[[1,7]]' }], 'the advanced head');
    const known = await port.heads(['b', 'nothing', 'a'], second);
    same(
      byName(known.heads).map(({ channel, serial, skipped }) => [channel, serial, skipped]),
      [
        ['a', 4, '[[1,7]]'],
        ['b', 1, '[]'],
      ],
      'heads',
    );
  },

  'has one epoch from the first question on': async ({ port, transaction }) => {
    same(await port.heads(['a'], first), { epoch: first, heads: [] }, 'the first answer');
    same(await port.heads([], second), { epoch: first, heads: [] }, 'the second answer');
    const [head] = await transaction((tx) => port.advance(tx, [{ channel: 'a', count: 1 }], second));
    same(head?.epoch, first, 'the epoch of a new channel');
  },

  'has one epoch when several begin it at once': async ({ port, transaction }) => {
    let others: Promise<readonly string[]> = Promise.resolve([]);
    const own = await transaction(async (tx) => {
      const [head] = await port.advance(tx, [{ channel: 'a', count: 1 }], first);
      const writing = transaction((later) => port.advance(later, [{ channel: 'b', count: 1 }], second));
      const reading = port.heads(['c'], 'epoch-3');
      others = Promise.all([writing, reading]).then(([[other], { epoch }]) => [other?.epoch ?? '', epoch]);
      for (let round = 0; round < 20; round += 1) await new Promise((resolve) => setTimeout(resolve));
      return head?.epoch ?? '';
    });
    same(await others, [own, own], 'epochs');
  },

  'has the epoch of its first event': async ({ port, transaction }) => {
    await transaction((tx) => append({ port, tx }, ['a']));
    same((await port.heads([], second)).epoch, first, 'the epoch of the log');
    const [head] = await transaction((tx) => port.advance(tx, [{ channel: 'b', count: 1 }], second));
    same(head?.epoch, first, 'the epoch of a new channel');
  },

  'agrees on the first epoch when several ask at once': async ({ port }) => {
    const epochs = await Promise.all(upTo(5).map(async (n) => (await port.heads([], `epoch-${n}`)).epoch));
    same(new Set(epochs).size, 1, 'number of epochs');
  },

  'reads only what the ranges ask for, by serial': async (database) => {
    const { port, transaction } = database;
    for (let round = 0; round < 5; round += 1) await transaction((tx) => append({ port, tx }, ['a', 'b']));
    const rows = await port.read([
      { channel: 'a', epoch: first, after: 1, until: 3 },
      { channel: 'b', epoch: first, after: 4, until: 9 },
      { channel: 'c', epoch: first, after: 0, until: 9 },
      { channel: 'b', epoch: second, after: 0, until: 9 },
    ]);
    const serials = (name: string) =>
      rows.filter(({ channel }) => channel === name).map(({ serial }) => serial);
    same([serials('a'), serials('b'), rows.length], [[2, 3], [5], 3], 'serials');
    same(await port.read([]), [], 'no range');
  },

  'gives the oldest due events to one worker only, until its lease ends': async ({ port, transaction }) => {
    const events = upTo(12).map(() => event('a'));
    await transaction((tx) => port.insert(tx, events, []));
    const options = { limit: 5, now: 100, leasedUntil: 200 };
    const claims = await Promise.all([port.claim(options), port.claim(options), port.claim(options)]);
    const ids = claims.flat().map(({ id }) => id);
    same([...ids].sort(), events.map(({ id }) => id).sort(), 'claimed once each');
    for (const claim of claims) same(claim.length <= 5, true, 'at most the limit');
    same(await port.claim({ ...options, now: 199 }), [], 'events before the lease ends');
    const again = await port.claim({ ...options, now: 200, leasedUntil: 300 });
    same(
      again.map(({ id }) => id),
      events.slice(0, 5).map(({ id }) => id),
      'the oldest after the lease',
    );
  },

  'records outcomes': async (database) => {
    const { port, transaction } = database;
    const numbered = await transaction((tx) => append({ port, tx }, ['a', 'b', 'c']));
    const open = event('d');
    await transaction((tx) => port.insert(tx, [open], []));
    const [sent, late, bad] = numbered.map(({ id }) => id) as [string, string, string];
    await port.claim({ limit: 9, now: 100, leasedUntil: 200 });
    await port.settle([
      { id: sent, state: 'sent' },
      { id: open.id, state: 'sent' },
      { id: late, state: 'waiting', attempts: 3, dueAt: 500, error: 'CK603 "unreachable"' },
      { id: bad, state: 'failed', attempts: 1, error: 'CK605' },
    ]);
    same(await port.claim({ limit: 9, now: 499, leasedUntil: 600 }), [], 'events before they are due');
    const due = await port.claim({ limit: 9, now: 500, leasedUntil: 600 });
    same(
      due.map(({ id, attempts }) => [id, attempts]),
      [[late, 3]],
      'the event that is due',
    );
    for (const channel of ['a', 'b', 'c'])
      same(await serialsOf(database, channel), [1], `events on ${channel}`);
    // A worker whose lease has ended comes too late.
    await port.settle([
      { id: sent, state: 'waiting', attempts: 1, dueAt: 0, error: 'late' },
      { id: bad, state: 'waiting', attempts: 1, dueAt: 0, error: 'late' },
    ]);
    same((await port.claim(everything)).length, 1, 'events that wait');
    await port.settle([]);
  },

  'does not send what is only kept': async (database) => {
    const { port, transaction } = database;
    await transaction((tx) => append({ port, tx }, ['a'], { state: 'kept' }));
    same(await port.claim(everything), [], 'events to send');
    same(await serialsOf(database, 'a'), [1], 'events to replay');
  },

  'trims by age and by number, and never what still waits': async (database) => {
    const { port, transaction } = database;
    await transaction((tx) => append({ port, tx }, ['a']));
    for (let round = 0; round < 4; round += 1)
      await transaction((tx) => append({ port, tx }, ['a', 'b'], { state: 'kept', at: round * 10 }));
    await transaction((tx) => port.insert(tx, [event('c', { at: 0, state: 'kept' })], []));
    same(await port.trim({ before: 0, count: 9 }), 0, 'events trimmed at first');
    same(await port.trim({ before: 10, count: 9 }), 2, 'events trimmed by age');
    same(await serialsOf(database, 'a'), [1, 3, 4, 5], 'serials after the first trim');
    same(await port.trim({ before: 0, count: 2 }), 2, 'events trimmed by number');
    same(await serialsOf(database, 'a'), [1, 4, 5], 'serials of a');
    same(await serialsOf(database, 'b'), [3, 4], 'serials of b');
    const { heads } = await port.heads(['a'], second);
    same(heads[0]?.serial, 5, 'the head');
  },

  'begins an epoch': async (database) => {
    const { port, transaction } = database;
    await transaction((tx) => append({ port, tx }, ['a', 'b'], { state: 'kept' }));
    await transaction((tx) => append({ port, tx }, ['a']));
    await transaction((tx) => append({ port, tx }, ['a'], { state: 'kept' }));
    await transaction((tx) => append({ port, tx }, ['a'], { skipped: '[[3,7]]' }));
    const open = event('c');
    await transaction((tx) => port.insert(tx, [open], [{ channel: 'a', skipped: '[[4,7]]' }]));
    const undone = transaction(async (tx) => {
      await port.reset(tx, 'never');
      throw new Error('rolled back');
    });
    await undone.catch(() => {});
    same((await port.heads([], second)).epoch === 'never', false, 'a reset that was rolled back');
    await transaction((tx) => port.reset(tx, second));
    same(await serialsOf(database, 'a', second), [1, 2], 'what still waits');
    same([await serialsOf(database, 'a'), await serialsOf(database, 'b')], [[], []], 'the old epoch');
    const { epoch, heads } = await port.heads(['a', 'b'], first);
    same(epoch, second, 'the epoch of the log');
    same(
      byName(heads),
      [
        { channel: 'a', epoch: second, serial: 2, skipped: '[]' },
        { channel: 'b', epoch: second, serial: 0, skipped: '[]' },
      ],
      'heads',
    );
    const claimed = await port.claim(everything);
    same(
      claimed.map(({ channel, serial, skipped }) => [channel, serial, skipped]),
      [
        ['a', 1, '[]'],
        ['a', 2, '[]'],
        ['c', null, '[]'],
      ],
      'events to send',
    );
    await transaction((tx) => append({ port, tx }, ['a', 'z']));
    same(await serialsOf(database, 'a', second), [1, 2, 3], 'serials after the next event');
    same(await serialsOf(database, 'z', second), [1], 'serials of a new channel');
  },

  'appends and begins epochs side by side without losing an event': async ({ port, transaction }) => {
    const tasks = upTo(12).map((n) =>
      n % 4 === 0
        ? transaction((tx) => port.reset(tx, `epoch-${n}`))
        : transaction(async (tx) => void (await append({ port, tx }, ['a', `b${n % 2}`]))),
    );
    await Promise.all(tasks);
    const { heads } = await port.heads(['a', 'b0', 'b1'], second);
    for (const { channel, epoch, serial } of heads) {
      const serials = (await port.read([whole(channel, epoch)])).map((row) => row.serial);
      same(serials, upTo(serial), `serials of ${channel}`);
    }
    same((await port.claim(everything)).length, 18, 'events to send');
  },
};

/** Compares what an event is, apart from how it stands with sending. */
function sameEvent(actual: LoggedEvent | undefined, expected: NewEvent | undefined, what: string): void {
  const [is, should] = [actual, expected].map((one) => one && fields.map((field) => one[field]));
  same(is, should, what);
}

const fields = ['id', 'channel', 'event', 'data', 'socketId', 'at', 'epoch', 'serial', 'skipped'] as const;

/** Compares as JSON, with sorted keys. */
function same(actual: unknown, expected: unknown, what: string): void {
  const [is, should] = [actual, expected].map((value) => JSON.stringify(value, sortedKeys));
  if (is !== should) throw new Error(`The port fails: ${what} is ${is} and not ${should}`);
}

function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
