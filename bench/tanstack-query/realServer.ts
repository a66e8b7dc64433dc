// Random histories on the real client, the real pusher-js and the local server:
// node --conditions=@channelkit/source tanstack-query/realServer.ts [runs] [seed]
import { setTimeout as wait } from 'node:timers/promises';
import { sampleHistories } from '../../packages/tanstack-query/tests/realServer/realSteps.ts';
import { RealWorld } from '../../packages/tanstack-query/tests/realServer/realWorld.ts';

const [runs = 50, seed = Math.trunc(Math.random() * 2 ** 31)] = process.argv.slice(2).map(Number);
const patience = 15_000;

let wrong = 0;
for (const [index, steps] of sampleHistories({ length: 40, runs, seed }).entries()) {
  const world = await RealWorld.start();
  for (const step of steps) await world.do(step);
  await world.do({ type: 'show' });
  const start = performance.now();
  const isRight = () => world.isLive && world.differences().length === 0;
  while (!isRight() && performance.now() - start < patience) await wait(10);
  if (!isRight()) {
    wrong += 1;
    process.stdout.write(
      `history ${index}: ${JSON.stringify({ steps, differences: world.differences() })}\n`,
    );
  }
  await world.end();
}
process.stdout.write(
  `${runs} histories on a real socket, seed ${seed}: ${wrong === 0 ? 'all end right' : `${wrong} FAILED`}\n`,
);
process.exitCode = wrong === 0 ? 0 : 1;
