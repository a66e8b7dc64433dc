import { startDevServer } from '@channelkit/dev-server';
import { expect, it, onTestFinished, vi } from 'vitest';
import { endLater, faultLifetime } from './passingFault.server.ts';

it('a fault ends after a minute, and other faults continue', async () => {
  const server = await startDevServer();
  onTestFinished(() => server.stop());
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  server.delay({ ms: 5 });
  endLater(server.rejectAuth({ status: 401 }));
  vi.advanceTimersByTime(faultLifetime - 1);
  expect(server.faults().map(({ kind }) => kind)).toEqual(['delay', 'rejectAuth']);
  vi.advanceTimersByTime(1);
  expect(server.faults().map(({ kind }) => kind)).toEqual(['delay']);
});
