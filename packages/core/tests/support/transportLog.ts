import type { ManualTimers } from '../../src/testing/index.ts';
import type { CloseReason } from '../../src/transport/closeReason.ts';
import type { Frame } from '../../src/transport/frame.ts';
import type { RealtimeConfig, TransportSetup } from '../../src/transport/transport.ts';

/** Everything that one transport reports, in order: the socket id, why it closed, and frames. */
export interface TransportLog {
  readonly setup: TransportSetup;
  readonly reports: ['opened' | 'closed' | 'frame', unknown][];
  readonly closings: readonly CloseReason[];
  readonly frames: readonly (Frame | undefined)[];
}

/** Makes what a transport needs, and records what it reports. */
export function transportLog(timers: ManualTimers, config: RealtimeConfig): TransportLog {
  const reports: TransportLog['reports'] = [];
  const all = <T>(kind: string) => reports.filter(([each]) => each === kind).map(([, value]) => value as T);
  return {
    setup: {
      config,
      identity: config.key,
      timers,
      listener: {
        onOpened: (socketId) => void reports.push(['opened', socketId]),
        onClosed: (reason) => void reports.push(['closed', reason]),
        onFrame: (frame) => void reports.push(['frame', frame]),
      },
    },
    reports,
    get closings() {
      return all<CloseReason>('closed');
    },
    get frames() {
      return all<Frame | undefined>('frame');
    },
  };
}
