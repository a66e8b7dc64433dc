import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DemoProcess } from './support/demoProcess.ts';
import { expect, test } from './support/test.ts';
import { Visitor } from './support/visitor.ts';

test('a demo that listens to the network works under every host name, with its own secret (14)', async ({
  browser,
}) => {
  const demo = await DemoProcess.start(undefined, { env: { DEMO_HOST: '0.0.0.0' } });
  const { port } = new URL(demo.url);
  for (const host of ['localhost', '127.0.0.1']) {
    const visitor = await new Visitor(await browser.newContext(), `http://${host}:${port}`).signIn(1);
    const page = await visitor.context.newPage();
    const socket = page.waitForEvent('websocket');
    await page.goto(`${visitor.url}/orders`);
    await expect(page.locator('[data-mode="live"]')).toBeVisible();
    expect(new URL((await socket).url()).hostname).toBe(host);
    const { realtime } = await (
      await fetch(`${visitor.url}/api/print-jobs/connection`, {
        headers: { Authorization: `Bearer ${await demo.stationToken()}` },
      })
    ).json();
    expect(realtime.host).toBe(host);
    // The server's own page shows everything to everybody, so it is not served.
    expect((await fetch(`http://${host}:${realtime.port}/`)).status).toBe(404);
    await visitor.context.close();
  }
  expect(await readFile(path.join(demo.data, 'protocol-secret'), 'utf8')).toMatch(/^[\w-]{43}$/);
  expect(await demo.stop()).toBe(0);
});
