import type { ChannelHead, ClaimedEvent, EventLogPort, NewEvent, SendOutcome } from '../log/eventLogPort.ts';

/** An event as the database keeps it. */
export interface StoredEvent extends ClaimedEvent {
  readonly state: 'waiting' | 'kept' | 'failed';
  /** Milliseconds since the Unix epoch. */
  readonly dueAt: number;
  readonly error?: string;
}

/** A transaction of a memory database. What it wrote exists after its commit. */
export interface MemoryTransaction {
  /** Channels that no other transaction may advance. */
  readonly locked: Map<string, () => void>;
  readonly heads: Map<string, ChannelHead>;
  readonly events: NewEvent[];
  /** The epoch that it begins. */
  epoch: string | null;
  readonly ended: Promise<void>;
}

/** An event log in memory, for tests of an application: it keeps nothing beyond the process. */
export interface MemoryDatabase {
  readonly port: EventLogPort<MemoryTransaction>;
  /** Runs a transaction. It is rolled back if the function throws. */
  readonly transaction: <TResult>(
    work: (transaction: MemoryTransaction) => Promise<TResult>,
  ) => Promise<TResult>;
  /** The committed events, oldest first. */
  readonly events: () => readonly StoredEvent[];
}

/** Makes a {@link MemoryDatabase}, which is empty. */
export function createMemoryDatabase(): MemoryDatabase {
  let rows: StoredEvent[] = [];
  let epoch: string | null = null;
  const heads = new Map<string, ChannelHead>();
  const lastLock = new Map<string, Promise<void>>();
  const open = new Set<MemoryTransaction>();
  /** The transaction that begins an epoch. */
  let resetting: MemoryTransaction | null = null;

  const lock = async ({ locked }: MemoryTransaction, channel: string): Promise<void> => {
    if (locked.has(channel)) return;
    const before = lastLock.get(channel);
    const { promise, resolve } = withResolvers();
    locked.set(channel, resolve);
    lastLock.set(channel, promise);
    await before;
  };

  const headOf = (transaction: MemoryTransaction, channel: string, fresh: string): ChannelHead => {
    const written = transaction.heads.get(channel);
    if (written) return written;
    if (transaction.epoch === null) {
      // At once, also for those who ask before the commit; a rollback leaves an epoch without events.
      epoch ??= fresh;
      return heads.get(channel) ?? { channel, epoch, serial: 0, skipped: '[]' };
    }
    const serial = rows.filter((row) => row.channel === channel && isNumbered(row) && isWaiting(row)).length;
    return { channel, epoch: transaction.epoch, serial, skipped: '[]' };
  };

  const commit = (transaction: MemoryTransaction): void => {
    if (transaction.epoch !== null) beginEpoch(transaction.epoch);
    for (const [channel, head] of transaction.heads) heads.set(channel, head);
    rows.push(...transaction.events.map((event) => ({ ...event, attempts: 0, dueAt: 0 })));
  };

  const beginEpoch = (begun: string): void => {
    epoch = begun;
    rows = rows.filter((row) => !isNumbered(row) || isWaiting(row));
    for (const channel of heads.keys())
      heads.set(channel, { channel, epoch: begun, serial: 0, skipped: '[]' });
    rows = rows.map((row) => {
      const head = heads.get(row.channel);
      if (!isNumbered(row) || !head) return row;
      const serial = head.serial + 1;
      heads.set(row.channel, { ...head, serial });
      return { ...row, epoch: begun, serial, skipped: '[]' };
    });
  };

  const port: EventLogPort<MemoryTransaction> = {
    advance: async (transaction, channels, fresh) => {
      // A transaction that already holds a channel is waited for, and must not wait itself.
      while (resetting && resetting !== transaction && transaction.locked.size === 0) await resetting.ended;
      const advanced: ChannelHead[] = [];
      for (const { channel, count } of channels) {
        await lock(transaction, channel);
        const head = headOf(transaction, channel, fresh);
        const next = { ...head, serial: head.serial + count };
        transaction.heads.set(channel, next);
        advanced.push(next);
      }
      return advanced;
    },
    insert: async (transaction, events, changed) => {
      transaction.events.push(...events);
      for (const { channel, skipped } of changed) {
        const head = transaction.heads.get(channel);
        if (head) transaction.heads.set(channel, { ...head, skipped });
      }
    },
    claim: async ({ limit, now, leasedUntil }) => {
      const due = rows.filter((row) => isWaiting(row) && row.dueAt <= now).slice(0, limit);
      rows = rows.map((row) => (due.includes(row) ? { ...row, dueAt: leasedUntil } : row));
      return due;
    },
    settle: async (outcomes) => {
      const byId = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
      rows = rows.flatMap((row) => settled(row, byId.get(row.id)));
    },
    heads: async (channels, fresh) => {
      epoch ??= fresh;
      return { epoch, heads: channels.flatMap((channel) => heads.get(channel) ?? []) };
    },
    read: async (ranges) =>
      ranges.flatMap((range) =>
        rows.filter(isNumbered).flatMap((row) => {
          const { channel, epoch: own, serial } = row;
          if (channel !== range.channel || own !== range.epoch) return [];
          return serial > range.after && serial <= range.until ? [row] : [];
        }),
      ),
    trim: async ({ before, count }) => {
      const { length } = rows;
      rows = rows.filter((row) => {
        if (!isNumbered(row) || isWaiting(row)) return true;
        return row.at >= before && row.serial > (heads.get(row.channel)?.serial ?? 0) - count;
      });
      return length - rows.length;
    },
    reset: async (transaction, begun) => {
      while (resetting && resetting !== transaction) await resetting.ended;
      resetting = transaction;
      const others = [...open].filter((other) => other !== transaction && other.locked.size > 0);
      await Promise.all(others.map(({ ended }) => ended));
      transaction.epoch = begun;
    },
  };

  return {
    port,
    events: () => rows,
    transaction: async (work) => {
      const { promise: ended, resolve: end } = withResolvers();
      const transaction: MemoryTransaction = {
        locked: new Map(),
        heads: new Map(),
        events: [],
        epoch: null,
        ended,
      };
      open.add(transaction);
      try {
        const result = await work(transaction);
        commit(transaction);
        return result;
      } finally {
        open.delete(transaction);
        if (resetting === transaction) resetting = null;
        for (const release of transaction.locked.values()) release();
        end();
      }
    },
  };
}

const isWaiting = ({ state }: StoredEvent): boolean => state === 'waiting';

const isNumbered = (row: StoredEvent): row is StoredEvent & { readonly serial: number } =>
  row.serial !== null;

function settled(row: StoredEvent, outcome: SendOutcome | undefined): StoredEvent[] {
  if (!outcome || !isWaiting(row)) return [row];
  if (outcome.state !== 'sent') return [{ ...row, ...outcome }];
  return isNumbered(row) ? [{ ...row, state: 'kept' }] : [];
}

function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
