import type { IncomingMessage } from 'node:http';
import type { App } from '../app/app.ts';
import type { RestartOptions } from '../devServer.ts';
import type { FaultControls } from '../faults/faultControls.ts';
import { parseFault } from '../faults/parseFault.ts';
import { parseJson } from '../protocol/clientFrame.ts';
import type { Limits } from '../protocol/limits.ts';
import type { ApiRequest } from './apiRequest.ts';
import { authenticate } from './authenticate.ts';
import { HttpError } from './httpError.ts';

/** What the control endpoint can set in motion. */
export interface ControlTarget {
  faults: FaultControls;
  restart: (options: RestartOptions) => Promise<void>;
  limits: Limits;
}

/** Whether an address is this machine's own. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(127\.|::1$|::ffff:127\.)/.test(address);
}

/**
 * Keeps faults to programs on this machine. The secret of a local app is no secret, so a web page could sign too:
 * whatever a browser sends is refused.
 *
 * @throws {HttpError} 403
 */
export function guardControl({ socket, headers }: IncomingMessage): void {
  if (!isLoopback(socket.remoteAddress)) throw new HttpError(403, 'Faults are set from this machine only');
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) {
    throw new HttpError(403, 'Faults are not set from a browser');
  }
}

/** Answers `/apps/ID/faults`: signed like the API, from this machine only, and never struck by a fault itself. */
export function answerControl(target: ControlTarget, app: App, request: ApiRequest): object {
  authenticate(app, request, target.limits.clockSkew);
  const id = app.options.id;
  switch (request.method) {
    case 'GET':
      return {
        faults: target.faults.faults().filter((fault) => fault.app === undefined || fault.app === id),
      };
    case 'DELETE':
      return { ended: target.faults.clearFaults({ app: id }) };
    case 'POST':
      return begin(target, id, parseJson(request.body.toString()));
    default:
      throw new HttpError(405, 'Use GET, POST or DELETE');
  }
}

function begin({ faults, restart }: ControlTarget, app: string, body: unknown): object {
  const command = parseFault(body);
  if (typeof command === 'string') throw new HttpError(400, command);
  try {
    // The signature is one app's, so that app is all it reaches; a restart concerns the whole server.
    const scoped = { ...command, app };
    switch (scoped.kind) {
      case 'drop':
        return { connections: faults.drop(scoped) };
      case 'destroy':
        return { connections: faults.destroy(scoped) };
      case 'malformed':
        return { connections: faults.malformed(scoped) };
      case 'resume':
        return { ended: faults.clearFaults({ kind: 'pause', app }) };
      case 'restart':
        // The answer has to leave before the listener goes.
        setTimeout(() => void restart(scoped), 20);
        return {};
      default:
        return { fault: faults.addFault(scoped).fault };
    }
  } catch (error) {
    if (error instanceof RangeError) throw new HttpError(400, error.message);
    throw error;
  }
}
