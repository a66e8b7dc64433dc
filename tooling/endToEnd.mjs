// Runs the demo's end-to-end tests again, with the browser's own WebSocket instead of pusher-js.
import { findBrowser } from './browser.ts';
import { step } from './step.mjs';

const CHROME_PATH = findBrowser({ install: true });
process.exitCode = CHROME_PATH
  ? await step('end-to-end tests without pusher-js', 'pnpm --dir apps/demo run e2e', {
      CHROME_PATH,
      DEMO_TRANSPORT: 'websocket',
    })
  : 1;
