import { describe, expect, it, onTestFinished } from 'vitest';
import type { Driver, World } from './drivers/driver.ts';
import { scenarios } from './scenarios/all.ts';

/** Runs every scenario against a driver; one that differs by design must fail, so that no exception outlives its reason. */
export function runSuite(driver: Driver): void {
  const all = Object.entries(scenarios);
  const conforming = all.filter(([title]) => driver.exceptions[title] === undefined);
  const differing = all.flatMap(([title, play]) => {
    const reason = driver.exceptions[title];
    return reason === undefined ? [] : [{ title, reason, play }];
  });

  describe(`${driver.name} conforms`, () => {
    it.each(conforming)('%s', async (_, play) => {
      expect.hasAssertions();
      await play(await startWorld(driver));
    });
  });

  describe(`${driver.name} differs by design`, () => {
    it.each(differing)('not: $title ($reason)', async ({ play }) => {
      await expect(play(await startWorld(driver))).rejects.toBeInstanceOf(Error);
    });

    it('in scenarios that exist', () => {
      expect(Object.keys(scenarios)).toEqual(expect.arrayContaining(Object.keys(driver.exceptions)));
    });
  });
}

async function startWorld(driver: Driver): Promise<World> {
  const world = await driver.start();
  onTestFinished(() => world.stop());
  return world;
}
