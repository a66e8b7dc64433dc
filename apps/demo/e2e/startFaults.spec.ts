import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DemoProcess } from './support/demoProcess.ts';
import { test as base, expect } from './support/test.ts';
import { Visitor } from './support/visitor.ts';

const demoFolder = path.join(import.meta.dirname, '..');

const test = base.extend<{ readonly data: string }>({
  data: async ({ browserName: _browserName }, provide) => {
    const data = await mkdtemp(path.join(tmpdir(), 'channelkit-start-'));
    await provide(data);
    await rm(data, { recursive: true, force: true });
  },
});

/** A start that is expected to fail: its exit code and what it says. */
function failToStart(data: string, { limit = '', ...options }: { limit?: string; uid?: number } = {}) {
  const { status, stderr } = spawnSync('sh', ['-c', `${limit} exec "$0" start.ts`, process.execPath], {
    cwd: demoFolder,
    encoding: 'utf8',
    env: { ...process.env, DEMO_DATA_DIR: data, PORT: '0' },
    ...options,
  });
  return { status, stderr };
}

test('a start on a full disk ends with the reason and the remedy, and succeeds when there is space', async ({
  data,
  protocol,
}) => {
  // No file may grow beyond 256 kB.
  const { status, stderr } = failToStart(data, { limit: 'ulimit -f 500;' });
  expect(status).toBe(1);
  expect(stderr).toContain(`The disk is full: the demo cannot write to ${data}. Free some space`);
  expect(stderr).toContain('DEMO_DATA_DIR');
  const demo = await DemoProcess.start(protocol, { data });
  expect((await fetch(`${demo.url}/api/health`)).status).toBe(200);
  expect(await demo.stop()).toBe(0);
});

test('a database whose creation was cut short is created anew', async ({ data, protocol }) => {
  // Enough for everything but PostgreSQL's log.
  const { status, stderr } = failToStart(data, { limit: 'ulimit -f 8000;' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/disk is full|does not open. Free some space/);
  const demo = await DemoProcess.start(protocol, { data });
  expect((await fetch(`${demo.url}/api/leaderboard`)).status).toBe(200);
  expect(await demo.stop()).toBe(0);
});

test('a start in a folder that is read-only, or no folder, says so', async ({ data }) => {
  await chmod(data, 0o555);
  // Root may write everywhere.
  const readOnly = failToStart(data, process.getuid?.() === 0 ? { uid: 65_534 } : {});
  expect(readOnly.status).toBe(1);
  expect(readOnly.stderr).toContain(`The demo may not write to ${data}. Make it writable`);
  await chmod(data, 0o755);
  const file = path.join(data, 'file');
  await writeFile(file, '');
  const noFolder = failToStart(file);
  expect(noFolder.status).toBe(1);
  expect(noFolder.stderr).toContain('DEMO_DATA_DIR has to name a folder.');
});

test('a stale lock and empty secrets heal at the next start', async ({ data, protocol }) => {
  await writeFile(path.join(data, 'lock'), String(process.ppid));
  const lastYear = new Date(Date.now() - 365 * 86_400_000);
  await utimes(path.join(data, 'lock'), lastYear, lastYear);
  for (const name of ['session-secret', 'station-token']) await writeFile(path.join(data, name), '');
  const demo = await DemoProcess.start(protocol, { data });
  const answer = await fetch(`${demo.url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"personId":1}',
  });
  expect(answer.status).toBe(200);
  expect((await readFile(path.join(data, 'session-secret'), 'utf8')).length).toBeGreaterThan(31);
  expect((await demo.stationToken()).length).toBeGreaterThan(31);
  expect(await demo.stop()).toBe(0);
});

test('a disk that fills up while the demo runs shows in every refusal and in its health, until there is space', async ({
  browser,
  protocol,
}) => {
  const preload = path.join(import.meta.dirname, 'support/fullDisk.ts');
  const demo = await DemoProcess.start(protocol, { env: { NODE_OPTIONS: `--import=${preload}` } });
  const visitor = await new Visitor(await browser.newContext(), demo.url).signIn(1);
  const health = async () => (await visitor.api.get(`${demo.url}/api/health`)).status();
  const order = { tableNumber: 3, items: [{ name: 'Still water', quantity: 1 }] };
  // Enough orders for the table to need another page of the disk.
  const orders = Array.from({ length: 50 }, () => order);
  const send = async () => {
    for (const data of orders) {
      const answer = await visitor.api.post(`${demo.url}/api/orders`, { data });
      if (!answer.ok()) return answer;
    }
    return null;
  };
  expect(await health()).toBe(200);
  demo.signal();
  await expect.poll(health).toBe(503);
  const refused = await send();
  expect(refused?.status()).toBe(503);
  expect(await refused?.text()).toContain('disk is full');
  demo.signal();
  await expect.poll(health).toBe(200);
  await visitor.context.close();
  await demo.stop();
});
