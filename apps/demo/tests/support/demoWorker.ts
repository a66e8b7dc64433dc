// One deed of the demo's own server code, in a process of its own: node demoWorker.ts <deed> [invoice id]
import { register } from '../../instrumentation.ts';
import { stopBackgroundWork } from '../../server/backgroundWork.ts';
import { closeDatabase } from '../../server/database.ts';
import { commandDeeds } from './deeds/commandDeeds.ts';
import { type Deeds, pay, state } from './deeds/common.ts';
import { eventLogDeeds } from './deeds/eventLogDeeds.ts';

process.env.SESSION_SECRET = 'a secret for tests that is long enough';

const [deed = '', given = '0'] = process.argv.slice(2);
const id = Number(given);

const deeds: Deeds = {
  ...eventLogDeeds(id),
  ...commandDeeds(id),
  state: () => state(id),
  /** Starts as the demo does, and pays if there is what to pay, until it is ended. */
  run: async () => {
    await register();
    if (id !== 0) await pay(id);
    const stopped = new Promise((resolve) => process.once('SIGTERM', resolve));
    console.log('running');
    await stopped;
    await stopBackgroundWork();
    return state(id);
  },
};

console.log(JSON.stringify(await deeds[deed]?.()));
await closeDatabase();
process.exit(0);
