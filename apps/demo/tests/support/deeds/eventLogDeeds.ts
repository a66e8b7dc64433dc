import { sql } from 'drizzle-orm';
import { postMessage } from '../../../features/chat/chatCommands.server.ts';
import { broadcast, moveClass } from '../../../features/classes/classCommands.server.ts';
import { addPoints } from '../../../features/leaderboard/leaderboardCommands.server.ts';
import { sendNotification } from '../../../features/notifications/notificationCommands.server.ts';
import { createOrder } from '../../../features/orders/orderCommands.server.ts';
import { findPerson } from '../../../features/session/peopleQueries.server.ts';
import { getDatabase } from '../../../server/database.ts';
import { eventLogPort, getEventLog } from '../../../server/eventLog.ts';
import { type Deeds, pay, state } from './common.ts';

const claim = async () => {
  const now = Date.now();
  return eventLogPort.claim({ limit: 10, now, leasedUntil: now + 30_000 });
};

/** What is told, and whether it is kept until it can be sent. */
export const eventLogDeeds = (id: number): Deeds => ({
  /** Pays, and is gone the moment the payment is committed. */
  payAndDie: async () => {
    getEventLog().flush = () => {
      process.kill(process.pid, 'SIGKILL');
      return new Promise(() => {});
    };
    await pay(id);
    await new Promise(() => setInterval(() => {}, 1000));
  },
  /** Pays in a database that refuses the commit, after everything was written. */
  payRefused: async () => {
    const db = await getDatabase();
    await db.execute(sql`create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'refused at commit'; end $$`);
    await db.execute(sql`create constraint trigger refuse after insert on payments
      deferrable initially deferred for each row execute function refuse()`);
    const outcome = await pay(id).then(
      () => 'paid',
      () => 'refused',
    );
    await db.execute(sql`drop trigger refuse on payments`);
    await getEventLog().flush();
    return { outcome, ...(await state(id)) };
  },
  /** Pays while the service takes what is sent, and never answers. */
  payHung: async () => {
    getEventLog().flush = () => new Promise(() => {});
    await pay(id);
    return state(id);
  },
  /** Says, teaches, scores, announces and tells, and is gone before any of it is sent. */
  tellAndDie: async () => {
    getEventLog().flush = async () => ({ sent: 0, retried: 0, failed: 0 });
    const person = await findPerson(1);
    if (!person) throw new Error('There is nobody.');
    await postMessage(person, 'Hello');
    await moveClass('focus-lab', 1);
    await addPoints(1, 5);
    await broadcast(person, 'Lunch is ready');
    await sendNotification({ event: 'new-order', userId: 2, orderId: 9, items: 3 });
    return state(id);
  },
  /** Six orders, whose twelve events two workers claim at once. */
  claimTwice: async () => {
    getEventLog().flush = async () => ({ sent: 0, retried: 0, failed: 0 });
    const order = { tableNumber: 7, items: [{ name: 'Lemon tart', quantity: 1 }] } as const;
    await Promise.all(Array.from({ length: 6 }, () => createOrder({ ...order, items: [...order.items] })));
    return Promise.all([claim(), claim()]);
  },
});
