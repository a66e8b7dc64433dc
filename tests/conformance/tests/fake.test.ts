import { fakeDriver } from '../drivers/fake.ts';
import { runSuite } from '../runSuite.ts';

runSuite(fakeDriver);
