import { devServerDriver, strictDevServerDriver } from '../drivers/devServer.ts';
import { runSuite } from '../runSuite.ts';

runSuite(devServerDriver);
runSuite(strictDevServerDriver);
