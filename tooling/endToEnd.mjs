// Runs the demo's end-to-end tests again, with the browser's own WebSocket instead of pusher-js.
import { findBrowser } from './browser.ts';
import { readPlaywright } from './reports.mjs';
import { step } from './step.mjs';
import { folder, record } from './tally.mjs';

const CHROME_PATH = findBrowser({ install: true });
if (CHROME_PATH === undefined) {
  console.error('The end-to-end tests did not run: there is no browser (see above).');
  process.exit(1);
}

const report = `${folder}playwright-websocket.json`;
const code = await step(
  'end-to-end tests without pusher-js',
  'pnpm --dir apps/demo run e2e --reporter=list,json',
  { CHROME_PATH, DEMO_TRANSPORT: 'websocket', PLAYWRIGHT_JSON_OUTPUT_FILE: report },
);
record('e2e-websocket', readPlaywright(report, code));
process.exitCode = code;
