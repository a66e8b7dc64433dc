import type { RealtimeConfig, RealtimeOptions } from '@channelkit/core';
import { createSystemTimers } from '@channelkit/core/internal';
import { onTestFinished } from 'vitest';
import { pusherTransport } from '../../../packages/core/src/transport/pusherJs.ts';
import type { RecordedTransport, Report } from './transportDriver.ts';

/** Makes the transport that a client with these options would use, and records what it reports. It is closed when the test ends. */
export async function recordTransport(
  config: RealtimeConfig,
  { transport: factory, pusher }: Pick<RealtimeOptions, 'transport' | 'pusher'>,
): Promise<RecordedTransport> {
  const reports: Report[] = [];
  const waiting = new Set<() => void>();
  const report = (kind: Report[0], value: unknown) => {
    reports.push([kind, value]);
    for (const look of waiting) look();
  };
  const setup = {
    config,
    identity: JSON.stringify(config),
    timers: createSystemTimers(),
    listener: {
      onOpened: (socketId: string) => report('opened', socketId),
      onClosed: (reason: object) => report('closed', reason),
      onFrame: (frame: unknown) => report('frame', frame),
    },
  };
  const transport = await (factory ? factory(setup) : pusherTransport(Promise.resolve(pusher), setup));
  onTestFinished(() => {
    transport.close();
    transport.release();
  });
  const reported: RecordedTransport['reported'] = (kind, matches = () => true) =>
    new Promise((resolve) => {
      const look = () => {
        const found = reports.find(([each, value]) => each === kind && matches(value));
        if (!found) return;
        waiting.delete(look);
        resolve(found[1]);
      };
      waiting.add(look);
      look();
    });
  return { transport, reports, reported };
}
