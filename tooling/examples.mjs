// Tests the examples as a reader gets them: each is made by create-channelkit from its tarball, installed with the packed packages, built,
// started beside `channelkit dev`, and shows an event in a second window. `node tooling/examples.mjs NAME…` tests only those.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startRegistry } from './localRegistry.mjs';
import { freePort, keepRunning, runIn } from './outsideApp.mjs';
import { record } from './tally.mjs';
import { packAll } from './tarballs.mjs';
import { twoAtATime } from './twoAtATime.mjs';
import { twoWindows } from './twoWindows.mjs';

/** What to do on two windows of an example; `station` starts the second process of print-station. */
const scenarios = {
  async 'next-app-router'({ one, two }) {
    await Promise.all([one, two].map((page) => page.getByText('live', { exact: true }).waitFor()));
    await one.getByRole('button', { name: 'Pay' }).first().click();
    await two.getByText('paid', { exact: true }).waitFor();
  },
  async 'vite-hono'({ one, two }) {
    await Promise.all([one, two].map((page) => page.getByText('live', { exact: true }).waitFor()));
    await one.getByRole('button', { name: 'Tacos' }).click();
    await two.getByRole('button', { name: 'Tacos 1' }).waitFor();
  },
  async 'react-router'({ one, two }) {
    await Promise.all([one, two].map((page) => page.getByText('live', { exact: true }).waitFor()));
    await one.getByRole('button', { name: 'Next' }).first().click();
    await two.getByText('cooking', { exact: true }).waitFor();
  },
  async 'presence-cursors'({ one, two }) {
    await Promise.all([one, two].map((page) => page.getByRole('listitem').nth(1).waitFor()));
    await one.mouse.move(200, 300);
    await two.locator('.cursor').waitFor();
  },
  async 'pusher-js-plain'({ one, two }) {
    await Promise.all([one, two].map((page) => page.getByText('live', { exact: true }).waitFor()));
    await one.getByRole('button', { name: 'Ring' }).click();
    await two.getByText('It rang at').waitFor();
  },
  async 'print-station'({ one, url, folder }) {
    const order = async (text) => {
      await one.getByLabel('Order').fill(text);
      await one.getByRole('button').click();
      await one.getByText('on its way').waitFor();
      await one.reload();
    };
    await order('Ordered while the station was off');
    const station = await keepRunning(folder, 'npm run station', {
      ready: /was off/,
      env: { SERVER_URL: url },
    });
    try {
      await order('Two coffees for table 4');
      await station.prints(/Two coffees/);
    } finally {
      await station.stop();
    }
  },
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(scenarios);
const root = mkdtempSync(path.join(tmpdir(), 'channelkit-examples-'));
const count = { passed: 0, failed: 0 };
const tarballs = packAll();
const registry = await startRegistry(tarballs, root);
const install = 'npm install --prefer-offline --no-audit --no-fund';

await check('create-channelkit installs from its tarball', installCreator);
await check('create-channelkit refuses a folder with files, and an unknown template', refuses);
for (const name of names) await check(`create-channelkit writes ${name}`, () => create(name));
await twoAtATime(names, async (name) => {
  const started = performance.now();
  await check(name, () => builtAndSeen(name));
  console.log(`  ${name}: ${Math.round((performance.now() - started) / 1000)} s`);
});
await registry.stop();
if (count.failed > 0) console.log(`The apps are left for a look: ${root}`);
else rmSync(root, { recursive: true, force: true });
record('examples', count);
process.exitCode = count.failed > 0 ? 1 : 0;

async function check(title, action) {
  try {
    await action();
    count.passed += 1;
    console.log(`✓ ${title}`);
  } catch (error) {
    count.failed += 1;
    console.log(`✗ ${title}\n${error.message}`);
  }
}

async function installCreator() {
  const { name, tarball } = tarballs.find((each) => each.name === 'create-channelkit');
  const manifest = { private: true, dependencies: { [name]: `file:${tarball}` } };
  writeFileSync(path.join(root, 'package.json'), JSON.stringify(manifest));
  await runIn(root, install, registry.env);
}

async function refuses() {
  for (const [command, message] of [
    ['create-channelkit node_modules --yes', 'is not empty'],
    ['create-channelkit new --yes --template angular', 'Choose one of'],
  ]) {
    const problem = await runIn(root, command).catch(({ message: text }) => text);
    if (!problem.includes(message)) throw new Error(`${command}: ${problem}`);
  }
  if (existsSync(path.join(root, 'new'))) throw new Error('It wrote a folder all the same');
}

async function create(name) {
  const output = await runIn(root, `create-channelkit ${name} --template ${name} --yes`, {
    npm_config_user_agent: 'npm/11.0.0',
  });
  for (const line of [`cd ${name} && npm install && npx channelkit dev --env .env.local`, 'npm run dev'])
    if (!output.includes(line)) throw new Error(`It does not print "${line}":\n${output}`);
}

/** Installation, types, build, `channelkit dev`, `npm start`, and the scenario in two windows. */
async function builtAndSeen(name) {
  const folder = path.join(root, name);
  await runIn(folder, install, registry.env);
  await using cleanup = new AsyncDisposableStack();
  const local = await keepRunning(folder, 'npx channelkit dev --env .env.local --port 0', {
    ready: /written to .env.local/,
  });
  cleanup.defer(local.stop);
  const { scripts } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  if (scripts.types) await runIn(folder, 'npm run types');
  await runIn(folder, 'npm run build');
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const app = await keepRunning(folder, 'npm start', { ready: /:\d+/, env: { PORT: String(port) } });
  cleanup.defer(app.stop);
  try {
    await twoWindows(url, { look: (one, two) => scenarios[name]({ one, two, url, folder }) });
  } catch (error) {
    throw new Error(`${error.message}\n${app.output()}`, { cause: error });
  }
}
