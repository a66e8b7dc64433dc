import { devServerDriver } from '../drivers/devServer.ts';
import { runSuite } from '../runSuite.ts';

runSuite(devServerDriver);
