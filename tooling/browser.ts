import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Flags for a Chromium that runs in containers, talks to nobody and starts fast. */
export const chromeArgs: string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const shipped = '@sparticuz/chromium@153.0.0';
// outside node_modules, so that a clean install keeps it
const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'channelkit-chromium');
const unpacked = path.join(cache, 'chromium');

/**
 * The Chromium for browser tests: its path, `''` for Playwright's own download, or undefined where there is none. With
 * `install` a missing one is fetched from npm (Linux x64) or, as root, from Debian.
 */
export function findBrowser({ install = false }: { install?: boolean } = {}): string | undefined {
  const found = installed();
  if (found !== undefined || !install) return found;
  if (process.platform === 'linux') {
    if (process.arch === 'x64' && attempt(installFromNpm)) return unpacked;
    if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && attempt(installFromDebian))
      return installed();
  }
  console.error(
    'No Chromium found and none could be installed. Set CHROME_PATH to a Chrome or Chromium, or run: npx playwright install chromium',
  );
  return undefined;
}

/** What Playwright's `launchOptions` need for that browser. */
export function launchOptions(): { args: string[]; executablePath?: string } {
  const executablePath = findBrowser();
  return executablePath ? { args: chromeArgs, executablePath } : { args: chromeArgs };
}

/** A kind of Chromium. Headless shell is smaller, and asks for nothing that the page does not ask for, such as a favicon. */
export interface BrowserKind {
  readonly kind: 'Chromium' | 'headless shell';
  readonly options: { args: string[]; executablePath?: string; channel?: string };
}

/** One browser of each kind on this machine, as Playwright's `launchOptions`, so that no check depends on which kind was found. */
export function browserKinds(): BrowserKind[] {
  const found = candidates().flatMap((file): BrowserKind[] =>
    file === ''
      ? playwrightKinds()
      : [{ kind: kindOf(file), options: { args: chromeArgs, executablePath: file } }],
  );
  return found.filter(({ kind }, index) => found.findIndex((each) => each.kind === kind) === index);
}

function playwrightKinds(): BrowserKind[] {
  const has = (pattern: string): boolean => globSync(pattern, { cwd: playwrightFolder() }).length > 0;
  return [
    ...(has('chromium-*')
      ? [{ kind: 'Chromium', options: { args: chromeArgs, channel: 'chromium' } } as const]
      : []),
    ...(has('chromium_headless_shell-*')
      ? [{ kind: 'headless shell', options: { args: chromeArgs } } as const]
      : []),
  ];
}

function kindOf(file: string): BrowserKind['kind'] {
  return file === unpacked || path.basename(file).includes('headless') ? 'headless shell' : 'Chromium';
}

function installed(): string | undefined {
  return candidates()[0];
}

/** Every Chromium that is here, the preferred one first; `''` is Playwright's own download. */
function candidates(): string[] {
  const chosen = process.env.CHROME_PATH;
  return [
    ...(chosen ? [chosen] : []),
    ...(globSync('chromium*', { cwd: playwrightFolder() }).length > 0 ? [''] : []),
    '/usr/bin/chromium',
    '/usr/bin/chromium-headless-shell',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    unpacked,
  ].filter((file) => file === '' || existsSync(file));
}

function playwrightFolder(): string {
  if (process.env.PLAYWRIGHT_BROWSERS_PATH) return process.env.PLAYWRIGHT_BROWSERS_PATH;
  if (process.platform === 'darwin') return path.join(homedir(), 'Library/Caches/ms-playwright');
  if (process.platform === 'win32') return path.join(process.env.LOCALAPPDATA ?? homedir(), 'ms-playwright');
  return path.join(homedir(), '.cache/ms-playwright');
}

function installFromNpm(): void {
  console.log(`No browser found: installing ${shipped} (70 MB, once)`);
  mkdirSync(cache, { recursive: true });
  const flags = [
    '--no-save',
    '--no-package-lock',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--prefer-offline',
  ];
  run('npm', ['install', ...flags, '--prefix', cache, shipped]);
  const unpack = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
  run(process.execPath, ['--input-type=module', '-e', unpack], { cwd: cache, TMPDIR: cache });
  run(unpacked, ['--version']);
}

function installFromDebian(): void {
  console.log("No browser found: installing Debian's");
  const install = 'DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends';
  run('sh', ['-c', `apt-get update -qq && (${install} chromium-headless-shell || ${install} chromium)`]);
}

function attempt(action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    console.warn(error instanceof Error ? error.message : error);
    return false;
  }
}

function run(command: string, args: string[], { cwd, ...env }: { cwd?: string; TMPDIR?: string } = {}): void {
  execFileSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    ...(cwd ? { cwd } : {}),
  });
}
