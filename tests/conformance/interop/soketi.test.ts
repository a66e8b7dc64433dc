import { createSoketiDriver } from '../drivers/soketi.ts';
import { runSuite } from '../runSuite.ts';

runSuite(createSoketiDriver(Number(process.env.SOKETI_PORT)));
