import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http/apiRequest.ts';
import { beginFault, type ControlTarget } from '../http/control.ts';
import { HttpError } from '../http/httpError.ts';
import { publishEvent } from '../http/publishing.ts';
import { sendJson } from '../http/respond.ts';
import type { Observation } from '../observe/observation.ts';
import { isRecord, parseJson } from '../protocol/json.ts';
import { sameText } from '../protocol/signature.ts';
import type { Hub } from '../server/hub.ts';
import { guardPage } from './guard.ts';
import { pageHtml } from './html.ts';
import { streamTo } from './liveStream.ts';

const routes: ReadonlySet<string> = new Set([
  'GET /',
  'GET /channelkit/stream',
  'POST /channelkit/trigger',
  'POST /channelkit/faults',
  'DELETE /channelkit/faults',
]);

/** The page at `/` and the endpoints behind it, which require a token that only this server's page has. */
export class Page {
  readonly #hub: Hub;
  readonly #observation: Observation;
  readonly #control: ControlTarget;
  readonly #token: string = randomBytes(24).toString('base64url');

  constructor(hub: Hub, observation: Observation, control: ControlTarget) {
    this.#hub = hub;
    this.#observation = observation;
    this.#control = control;
  }

  /** Answers a request for the page. @returns false when the request is for something else */
  async answer(
    target: { segments: string[]; query: Readonly<Record<string, string>> },
    { request, response }: { request: IncomingMessage; response: ServerResponse },
  ): Promise<boolean> {
    const route = `${request.method} /${target.segments.join('/')}`;
    if (!routes.has(route)) return false;
    guardPage(request);
    if (route === 'GET /') this.#show(response);
    else if (route === 'GET /channelkit/stream') {
      this.#checkToken(target.query.token);
      streamTo(response, this.#observation, () => this.#control.faults.faults());
    } else {
      this.#checkToken(request.headers['x-channelkit-token']);
      const body = await readBody(request, this.#hub.limits.body);
      sendJson(response, 200, this.#carryOut(route, body));
    }
    return true;
  }

  #carryOut(route: string, body: Buffer): object {
    if (route === 'DELETE /channelkit/faults') return { ended: this.#control.faults.clearFaults() };
    const wanted = parseJson(body.toString());
    if (!isRecord(wanted)) throw new HttpError(400, 'The body must be a JSON object');
    const app = this.#hub.apps.find(({ options }) => options.id === wanted.app);
    if (!app) throw new HttpError(404, 'Unknown app');
    if (route === 'POST /channelkit/faults') return beginFault(this.#control, app.options.id, wanted);
    const { channel, event: name, data } = wanted;
    return publishEvent(this.#hub, app, Buffer.from(JSON.stringify({ channel, name, data })));
  }

  #show(response: ServerResponse): void {
    const nonce = randomBytes(16).toString('base64');
    const apps = this.#hub.apps.map(({ options: { id, key } }) => ({ id, key }));
    const policy = [
      "default-src 'none'",
      `script-src 'nonce-${nonce}'`,
      `style-src 'nonce-${nonce}'`,
      "connect-src 'self'",
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; ');
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    response.end(pageHtml({ nonce, token: this.#token, apps }));
  }

  #checkToken(given: unknown): void {
    if (typeof given !== 'string' || !sameText(given, this.#token)) {
      throw new HttpError(403, 'The token is from an earlier start; reload the page');
    }
  }
}
