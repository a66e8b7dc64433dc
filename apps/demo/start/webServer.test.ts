import { expect, it, onTestFinished } from 'vitest';
import { listenForWeb } from './webServer.ts';

it('answers what was asked for before the pages were ready, and steps over a port that is taken', async () => {
  const first = await listenForWeb('127.0.0.1', 0);
  onTestFinished(() => void first.server.close());
  const asked = fetch(`http://127.0.0.1:${first.port}/early`);
  first.serve((request, response) => response.end(request.url));
  expect(await (await asked).text()).toBe('/early');

  const second = await listenForWeb('127.0.0.1', first.port);
  onTestFinished(() => void second.server.close());
  expect(second.port).toBeGreaterThan(first.port);
});
