import 'server-only';
import type { DevServer } from '@channelkit/dev-server';
import type { ChaosAction, ChaosState } from '../chaos.ts';
import { Problem } from './problem.ts';

/** Milliseconds for which the server is gone when it is stopped. */
const downtime = 8000;

/** The protocol server that was started with this process, or null where another one serves. */
export const localServer = (): DevServer | null =>
  (globalThis as typeof globalThis & { demoProtocolServer?: DevServer }).demoProtocolServer ?? null;

/** Makes something go wrong on the local protocol server. */
export async function causeChaos(action: ChaosAction): Promise<ChaosState> {
  const server = localServer();
  if (!server) throw new Problem(404, 'Only the local protocol server can be disturbed.');
  switch (action) {
    case 'drop':
      server.destroy();
      break;
    case 'stop':
      // The answer must not wait until it is back.
      server.restart({ abrupt: true, downtime }).catch((error: unknown) => console.error(error));
      break;
    case 'slow':
      server.delay({ ms: 1500, jitter: 500 });
      break;
    case 'rejectAuth':
      server.rejectAuth({ status: 401 });
      server.destroy();
      break;
    case 'end':
      server.clearFaults();
      break;
  }
  return { faults: server.faults().map(({ kind }) => kind) };
}
