import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Hub } from '../hub.ts';
import { answerApi } from './api.ts';
import { type ApiRequest, parseTarget, readBody } from './apiRequest.ts';
import { applyCors, type CorsOrigins } from './cors.ts';
import { HttpError } from './httpError.ts';
import { sendJson, sendText } from './respond.ts';

/** Answers one HTTP request, whatever it is; never throws. */
export async function handleRequest(
  hub: Hub,
  settings: { cors: CorsOrigins },
  exchange: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const { request, response } = exchange;
  hub.counters.requests += 1;
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  response.on('finish', () => {
    const app = /^\/apps\/([^/]+)/.exec(path)?.[1] ?? null;
    const { method = '' } = request;
    hub.tell({ type: 'request', app, method, path, status: response.statusCode });
  });
  try {
    if (applyCors(settings.cors, request, response)) return;
    await route(hub, request, response);
  } catch (error) {
    fail(hub, response, error);
  }
}

async function route(hub: Hub, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = parseTarget(request.url ?? '/');
  const [first, id] = target.segments;
  if (first !== 'apps' || id === undefined) throw new HttpError(404, 'Unknown path');
  const app = hub.apps.find(({ options }) => options.id === id);
  if (!app) throw new HttpError(404, 'Unknown app');
  const body = await readBody(request, hub.limits.body);
  const api: ApiRequest = { ...target, method: request.method ?? 'GET', body };
  sendJson(response, 200, answerApi(hub, app, api));
}

function fail(hub: Hub, response: ServerResponse, error: unknown): void {
  hub.counters.errors += 1;
  if (response.destroyed || response.headersSent) return void response.destroy();
  // The rest of a refused body is not read, so the connection cannot be used again.
  response.setHeader('connection', 'close');
  if (error instanceof HttpError) sendText(response, error.status, `${error.message}\n`);
  else sendText(response, 500, 'Internal error\n');
}
