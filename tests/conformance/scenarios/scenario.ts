import type { World } from '../drivers/driver.ts';

/** A claim about the protocol, by its title, and the play that proves it. */
export type Scenarios = Readonly<Record<string, (world: World) => Promise<void>>>;
