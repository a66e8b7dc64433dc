import { SimClock } from './simClock.ts';
import type { Schedule } from './simSteps.ts';
import { SimWorld } from './simWorld.ts';

const quiet = 60_000;

/** Lives through a schedule; returns what is wrong when it has gone quiet, or after everything was used once more. `mustArrive: false` forgives queries without any data. */
export async function runSchedule(schedule: Schedule, mustArrive = true): Promise<readonly string[]> {
  let drawn = 0;
  const clock = new SimClock(() => {
    drawn += 1;
    return (drawn * 0.618_034) % 1;
  });
  const uninstall = clock.install();
  try {
    const world = new SimWorld(schedule, clock);
    for (const { after, step } of schedule.steps) {
      await clock.advance(after);
      world.do(step);
    }
    world.calm();
    await clock.advance(quiet);
    const faults = world.faults().map((fault) => `gone quiet: ${fault}`);
    world.use();
    await clock.advance(quiet);
    faults.push(...world.differences(mustArrive).map((difference) => `in use: ${difference}`));
    await world.disposeInTheMiddle();
    await clock.advance(quiet);
    faults.push(...world.pretenders().map((pretender) => `after dispose: ${pretender}`));
    world.end();
    return faults;
  } finally {
    uninstall();
  }
}
