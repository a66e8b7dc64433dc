import type { IncomingMessage } from 'node:http';
import type { App } from '../app/app.ts';
import type { FaultControls } from '../faults/faultControls.ts';
import { parseFault } from '../faults/parseFault.ts';
import { parseJson } from '../protocol/json.ts';
import type { Limits } from '../protocol/limits.ts';
import type { RestartOptions } from '../server/devServer.ts';
import { isLoopback } from './access.ts';
import type { ApiRequest } from './apiRequest.ts';
import { authenticate } from './authenticate.ts';
import { HttpError } from './httpError.ts';

/** What the control endpoint acts on. */
export interface ControlTarget {
  faults: FaultControls;
  restart: (options: RestartOptions) => Promise<void>;
  limits: Limits;
}

/**
 * Restricts fault control to programs on this machine. A local app's secret is public knowledge, so a web page could
 * sign for itself: every request from a browser is refused.
 *
 * @throws {HttpError} 403
 */
export function guardControl({ socket, headers }: IncomingMessage): void {
  if (!isLoopback(socket.remoteAddress))
    throw new HttpError(403, 'Faults can be controlled from this machine only');
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) {
    throw new HttpError(403, 'Faults cannot be controlled from a browser');
  }
}

/** Answers `/apps/ID/faults`: signed like the API, from this machine only, and exempt from faults. */
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
      return beginFault(target, id, parseJson(request.body.toString()));
    default:
      throw new HttpError(405, 'Use GET, POST or DELETE');
  }
}

/** Begins the fault in a request's body. @throws {HttpError} 400 for an invalid one */
export function beginFault({ faults, restart }: ControlTarget, app: string, body: unknown): object {
  const command = parseFault(body);
  if (typeof command === 'string') throw new HttpError(400, command);
  try {
    // The request is signed for one app, so its fault strikes only that app; a restart affects the whole server.
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
        // The answer has to be sent before the connections are cut.
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
