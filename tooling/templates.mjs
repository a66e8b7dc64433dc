// Follows each start page word by word: makes the app with the framework's own tool, as it is in the package registry today, installs our
// packed packages, writes the page's files, and sees an event arrive in a second window wherever the page says "open".
// `node tooling/templates.mjs NAME…` follows only those pages. Needs a build of the packages.
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startRegistry } from './localRegistry.mjs';
import { freePort, keepRunning, runIn } from './outsideApp.mjs';
import { applyStep, stepsOf } from './startPage.mjs';
import { record } from './tally.mjs';
import { packAll } from './tarballs.mjs';
import { twoAtATime } from './twoAtATime.mjs';
import { twoWindows } from './twoWindows.mjs';

/** The default template of create-react-router is on GitHub, not in the registry. */
const instead = {
  'create-react-router@latest my-app': `--template ${path.resolve('tests/templates/react-router')}`,
};

/** Pages that go on in the app of a start page. */
const sequels = { next: ['docs/jest.md'] };

const all = globSync('docs/start/*.md').map((page) => path.basename(page, '.md'));
const names = process.argv.length > 2 ? process.argv.slice(2) : all.sort();
const root = mkdtempSync(path.join(tmpdir(), 'channelkit-templates-'));
const registry = await startRegistry(packAll(), root);
const env = {
  ...registry.env,
  NO_COLOR: '1',
  CI: '1',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_yes: 'true',
  npm_config_prefer_offline: 'true',
  // A build needs no font from Google's servers.
  NEXT_FONT_GOOGLE_MOCKED_RESPONSES: path.join(root, 'fonts.cjs'),
};
const fonts = ['Geist', 'Geist+Mono'].map((family) => [
  `https://fonts.googleapis.com/css2?family=${family}:wght@100..900&display=swap`,
  `@font-face { font-family: '${family.replace('+', ' ')}'; src: local('Arial') }`,
]);
writeFileSync(
  env.NEXT_FONT_GOOGLE_MOCKED_RESPONSES,
  `module.exports = ${JSON.stringify(Object.fromEntries(fonts))};\n`,
);

const count = { passed: 0, failed: 0 };
await twoAtATime(names, check);
await registry.stop();
if (count.failed > 0) console.log(`The apps are left for a look: ${root}`);
else rmSync(root, { recursive: true, force: true });
record('templates', count);
process.exitCode = count.failed > 0 ? 1 : 0;

async function check(name) {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  try {
    await follow(name, (what) => console.log(`  ${name}: ${seconds()} s ${what}`));
    count.passed += 1;
    console.log(`✓ docs/start/${name}.md leads to a live page (${seconds()} s)`);
  } catch (error) {
    count.failed += 1;
    console.log(`✗ docs/start/${name}.md (${seconds()} s)\n${error.message}`);
  }
}

async function follow(name, tell) {
  let folder = path.join(root, name);
  mkdirSync(folder);
  await using running = new AsyncDisposableStack();
  const terminals = [];
  const stopTerminals = () => Promise.all(terminals.splice(0).map(({ stop }) => stop()));
  running.defer(stopTerminals);
  const port = String(await freePort());
  for (const step of [`docs/start/${name}.md`, ...(sequels[name] ?? [])].flatMap(stepsOf)) {
    const { file, command, isKept, isOpened } = step;
    if (file) {
      applyStep(folder, step);
      continue;
    }
    tell(command);
    if (command.startsWith('cd ')) folder = path.join(folder, command.slice(3));
    else if (!isKept) await runIn(folder, replaced(command), env);
    else {
      const ready = /https?:\/\/[\w.[\]:]+?:(\d+)/;
      const kept = await keepRunning(folder, command, { ready, env: { ...env, PORT: port } });
      if (isOpened) {
        await seenTwice(kept, command === 'npm run dev');
        // Ctrl-C in the app's other terminals, as the reader does before the next build
        await stopTerminals();
      } else if (command.startsWith('npx channelkit dev')) {
        running.defer(kept.stop);
        await isIgnored(folder, command.split('--env ')[1]);
      } else terminals.push(kept);
    }
  }
}

/** The app's `.gitignore` names the file, which holds a secret. */
async function isIgnored(folder, file) {
  await runIn(folder, `git init --quiet && git check-ignore --no-index ${file}`);
}

function replaced(command) {
  const [, added] = Object.entries(instead).find(([part]) => command.includes(part)) ?? [];
  return added ? `${command} ${added}` : command;
}

/** Sends a message in one window, and sees it in another; then stops what serves them. */
async function seenTwice({ match, stop, output }, isDevelopment) {
  try {
    await twoWindows(`http://localhost:${match[1]}`, {
      // The templates themselves ask for icons and fonts that are not there.
      ignores: (error) => error.startsWith('Failed to load resource'),
      arrived: async (page, errors) => {
        await page.getByText('live', { exact: true }).waitFor();
        // Vite's development server may have loaded the page again, after finding more packages to prepare.
        if (isDevelopment) errors.length = 0;
      },
      look: async (sender, reader) => {
        await sender.getByLabel('Message').fill('Hello from the other window');
        await sender.getByRole('button', { name: 'Send' }).click();
        await reader.getByText('Hello from the other window').waitFor();
      },
    });
  } catch (error) {
    throw new Error(`${error.message}\n${output()}`, { cause: error });
  } finally {
    await stop();
  }
}
