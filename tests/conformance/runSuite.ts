import { describe, expect, it, onTestFinished } from 'vitest';
import type { Driver, World } from './drivers/driver.ts';
import { scenarios } from './scenarios/all.ts';

/** Runs every scenario against a driver; one that differs by design must fail, so that no exception outlives its reason. */
export function runSuite(driver: Driver): void {
  describe(driver.name, () => {
    for (const [title, play] of Object.entries(scenarios)) {
      const reason = driver.exceptions[title];
      if (reason === undefined) it(title, async () => play(await startWorld(driver)));
      else {
        it(`differs by design: ${title}`, async () => {
          const world = await startWorld(driver);
          await expect(play(world), `it conforms; remove the exception (${reason})`).rejects.toThrow();
        });
      }
    }

    it('names only scenarios that exist as exceptions', () => {
      expect(Object.keys(scenarios)).toEqual(expect.arrayContaining(Object.keys(driver.exceptions)));
    });
  });
}

async function startWorld(driver: Driver): Promise<World> {
  const world = await driver.start();
  onTestFinished(() => world.stop());
  return world;
}
