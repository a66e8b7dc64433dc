import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Page } from '../page/page.ts';
import type { Hub } from '../server/hub.ts';
import { type AccessRules, applyCors, emitRefused, hostAccessFault, isForeignOrigin } from './access.ts';
import { answerApi } from './api.ts';
import { type ApiRequest, parseTarget, readBody } from './apiRequest.ts';
import { answerControl, type ControlTarget, guardControl } from './control.ts';
import { HttpError } from './httpError.ts';
import { sendJson, sendText } from './respond.ts';

/** Answers one HTTP request; never rejects. */
export async function handleRequest(
  hub: Hub,
  settings: RequestSettings,
  exchange: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const { request, response } = exchange;
  hub.counters.requests += 1;
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  response.on('finish', () => {
    const app = /^\/apps\/([^/]+)/.exec(path)?.[1] ?? null;
    const { method = '' } = request;
    hub.emit({ type: 'request', app, method, path, status: response.statusCode });
  });
  try {
    const denied = hostAccessFault(settings.access, request.headers);
    if (denied !== null) throw refuse(hub, request, denied);
    if (applyCors(settings.access.cors, request, response)) return;
    await route(hub, settings, exchange);
  } catch (error) {
    fail(hub, response, error);
  }
}

/** The settings behind a server's answers. */
export interface RequestSettings {
  access: AccessRules;
  control: ControlTarget;
  /** Null when no page is served. */
  page: Page | null;
}

async function route(
  hub: Hub,
  { control, access, page }: RequestSettings,
  exchange: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const { request, response } = exchange;
  const target = parseTarget(request.url ?? '/');
  if (await page?.answer(target, exchange)) return;
  const [first, id] = target.segments;
  if (first !== 'apps' || id === undefined) throw new HttpError(404, 'Unknown path');
  const app = hub.apps.find(({ options }) => options.id === id);
  if (!app) throw new HttpError(404, 'Unknown app');
  if (isForeignOrigin(access.cors, request))
    throw refuse(hub, request, 'Origin not allowed: list it under cors');
  const body = await readBody(request, hub.limits.body);
  const api: ApiRequest = { ...target, method: request.method ?? 'GET', body };
  const isControl = api.segments.length === 3 && api.segments[2] === 'faults';
  if (!isControl) return sendJson(response, 200, answerApi(hub, app, api));
  guardControl(request);
  sendJson(response, 200, answerControl(control, app, api));
}

function refuse(hub: Hub, { headers }: IncomingMessage, reason: string): HttpError {
  emitRefused(hub.emit, headers, reason);
  return new HttpError(403, reason);
}

function fail(hub: Hub, response: ServerResponse, error: unknown): void {
  hub.counters.errors += 1;
  if (response.destroyed || response.headersSent) return void response.destroy();
  // The rest of a refused body may be unread, so the connection cannot be reused.
  response.setHeader('connection', 'close');
  if (error instanceof HttpError) sendText(response, error.status, `${error.message}\n`);
  else sendText(response, 500, 'Internal error\n');
}
