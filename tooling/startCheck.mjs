// Checks that `npm start` leads to a page that answers, and that Ctrl-C stops it. It uses a free port and its own database.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const patience = 600_000;

/** Resolves to the address that the box shows; rejects when the start ends before it. */
function addressFrom(start) {
  return new Promise((resolve, reject) => {
    let printed = '';
    start.stdout.on('data', (text) => {
      process.stdout.write(text);
      printed += text;
      const address = /ChannelKit demo\s+(http:\S+)/.exec(printed)?.[1];
      if (address) resolve(address);
    });
    start.on('exit', (code) => reject(new Error(`npm start ended with ${code} before the page was there`)));
  });
}

const folder = await mkdtemp(path.join(tmpdir(), 'channelkit-start-'));
const start = spawn('npm', ['start'], {
  stdio: ['ignore', 'pipe', 'inherit'],
  detached: true,
  env: { ...process.env, DEMO_DATA_DIR: folder },
});
start.stdout.setEncoding('utf8');
const ended = once(start, 'exit');
const giveUp = setTimeout(() => process.kill(-start.pid, 'SIGKILL'), patience);
try {
  const address = await addressFrom(start);
  const page = await fetch(address);
  const html = await page.text();
  if (page.status !== 200 || !html.includes('ChannelKit'))
    throw new Error(`${address} answered ${page.status}: ${html.slice(0, 200)}`);
  // As a terminal does it: everything in the foreground is told.
  process.kill(-start.pid, 'SIGINT');
  await ended;
  const left = await fetch(address).then(
    () => true,
    () => false,
  );
  if (left) throw new Error(`${address} still answers after Ctrl-C`);
  console.log(`npm start led to ${address}, and Ctrl-C ended it`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  clearTimeout(giveUp);
  try {
    process.kill(-start.pid, 'SIGKILL');
  } catch {
    // it has ended
  }
  await rm(folder, { recursive: true, force: true });
}
