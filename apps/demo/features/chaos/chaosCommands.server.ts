import 'server-only';
import type { DevServer } from '@channelkit/dev-server';
import { headers } from 'next/headers';
import { channels } from '../../realtime/channels.ts';
import { isLoopback, namesLoopback } from '../../server/loopback.ts';
import { Problem } from '../../server/problem.ts';
import type { ChaosAction, ChaosState } from './chaos.ts';
import { endLater } from './passingFault.server.ts';

/** Milliseconds that a stopped server stays away. */
const downtime = 8000;

/** The channels of stored data, with and without the prefix that a contract can drop. Client events, such as typing, are on others. */
const durableChannels = Object.entries(channels.definitions)
  .filter(([, definition]) => 'durable' in definition && definition.durable)
  .map(([pattern]) => pattern.replace(/\{.*/, '*'))
  .flatMap((pattern) => [pattern, pattern.replace(/^private-/, '')]);

/** The next event of stored data, for everybody who would get it. */
const nextEvent = { channel: durableChannels, event: '*', times: 1 } as const;

interface Disturbed {
  readonly demoProtocolServer?: DevServer;
  /** Settles when a stopped server is back. */
  demoServerReturns?: Promise<void>;
}

const shared = globalThis as typeof globalThis & Disturbed;

/**
 * The protocol server that this process started, for a visitor at this machine. Null if another server is used, if the demo
 * listens to the network, or if the request came under a foreign name.
 */
export async function disturbableServer(): Promise<DevServer | null> {
  const isLocal = isLoopback(process.env.DEMO_HOST ?? '127.0.0.1');
  return isLocal && namesLoopback((await headers()).get('host')) ? (shared.demoProtocolServer ?? null) : null;
}

async function requireServer(): Promise<DevServer> {
  const server = await disturbableServer();
  if (!server)
    throw new Problem(
      404,
      "Only the demo's own protocol server can be disturbed, and only from this machine.",
    );
  return server;
}

function stateOf(server: DevServer): ChaosState {
  const kinds = new Set(server.faults().map(({ kind }) => kind));
  return {
    atWork: [
      ...(shared.demoServerReturns ? ['stop' as const] : []),
      ...(kinds.has('lose') ? ['lose' as const] : []),
      ...(kinds.has('duplicate') ? ['duplicate' as const] : []),
      ...(kinds.has('delay') ? ['slow' as const] : []),
      ...(kinds.has('rejectAuth') ? ['rejectAuth' as const] : []),
    ],
  };
}

/** The active faults. @throws Problem 404 if nothing can be disturbed */
export async function readChaos(): Promise<ChaosState> {
  return stateOf(await requireServer());
}

/** Causes a fault on the local protocol server; an active fault is left as it is. @throws Problem 404 */
export async function causeChaos(action: ChaosAction): Promise<ChaosState> {
  const server = await requireServer();
  const isAtWork = (stateOf(server).atWork as readonly ChaosAction[]).includes(action);
  if (!isAtWork) disturb(server, action);
  return stateOf(server);
}

function disturb(server: DevServer, action: ChaosAction): void {
  switch (action) {
    case 'drop':
      server.destroy();
      break;
    case 'stop':
      // The response must not wait until the server is back.
      shared.demoServerReturns = server
        .restart({ abrupt: true, downtime })
        .catch((error: unknown) => console.error(error))
        .finally(() => delete shared.demoServerReturns);
      break;
    case 'lose':
      endLater(server.lose(nextEvent));
      break;
    case 'duplicate':
      endLater(server.duplicate(nextEvent));
      break;
    case 'slow':
      endLater(server.delay({ ms: 1500, jitter: 500 }));
      break;
    case 'rejectAuth':
      // Clients retry after a 401, so pages recover by themselves when this ends.
      endLater(server.rejectAuth({ status: 401 }));
      server.destroy();
      break;
    case 'end':
      server.clearFaults();
      break;
  }
}
