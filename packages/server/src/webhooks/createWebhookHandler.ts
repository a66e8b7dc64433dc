import { bytesToHex } from '@noble/hashes/utils.js';
import type { Awaitable } from '../awaitable.ts';
import { createReporter } from '../createReporter.ts';
import { sha256 } from '../crypto/digest.ts';
import { defaultMaxBody, type RequestHandler } from '../http/createEndpoint.ts';
import { readBytes } from '../http/readBody.ts';
import { jsonResponse, problemResponse, RequestProblem } from '../http/requestProblem.ts';
import type { PusherService } from '../pusherService.ts';
import { internalsOf } from '../serviceInternals.ts';
import type { SeenEvents } from './memorySeen.ts';
import { isJsonType, verifyWebhook, type WebhookOptions } from './verifyWebhook.ts';
import type { WebhookEvent, WebhookEventName } from './webhookEvents.ts';

/** What to do with each kind of event. Kinds without a function are acknowledged and dropped. */
export type WebhookHandlers = {
  readonly [N in WebhookEventName]?: (event: Extract<WebhookEvent, { name: N }>) => Awaitable<unknown>;
};

/** Options of `createWebhookHandler`. */
export interface WebhookHandlerOptions extends WebhookOptions {
  /**
   * Remembers what was handled, so that a webhook that Pusher sends again is not handled again: {@link memorySeen} or a shared store.
   * Without it, only deliveries that overlap in this process are joined.
   */
  readonly seen?: SeenEvents | undefined;
  /** Bytes of a body. @default 1048576 */
  readonly maxBody?: number | undefined;
  /** Called with what a handler or `seen` threw, and with refused webhooks (CK607). @default the service's `onError` */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/**
 * The endpoint that Pusher sends webhooks to. Events are handled one after the other, and each is recorded in `seen` after its function
 * succeeded. When a function throws, the answer is 500 and Pusher sends the same body again for up to five minutes. Forged, altered and
 * old webhooks are answered with 401 and reach no function.
 */
export function createWebhookHandler<TChannels>(
  pusher: PusherService<TChannels>,
  handlers: WebhookHandlers,
  options: WebhookHandlerOptions = {},
): RequestHandler {
  const { config, fault, report: reportToService } = internalsOf(pusher);
  const report = options.onError ? createReporter(options.onError) : reportToService;
  const credentials = [config, ...(options.alsoAccept ?? [])];
  const running = new Map<string, Promise<void>>();

  const handle = async (body: string, events: readonly WebhookEvent[]): Promise<void> => {
    for (const [index, event] of events.entries()) {
      const id = `${body}:${index}`;
      if (await options.seen?.has(id)) continue;
      const handler = handlers[event.name] as ((event: WebhookEvent) => Awaitable<unknown>) | undefined;
      await handler?.(event);
      await options.seen?.add(id);
    }
  };

  const verify = async (request: Request, bytes: Uint8Array): Promise<readonly WebhookEvent[]> => {
    try {
      if (fault) throw fault;
      return (await verifyWebhook(credentials, request.headers, bytes)).events;
    } catch (error) {
      report(error);
      throw new RequestProblem(401, 'The webhook was refused.');
    }
  };

  const receive = async (request: Request): Promise<void> => {
    if (request.method !== 'POST') throw new RequestProblem(405, 'Use POST.', { allow: 'POST' });
    if (!isJsonType(request.headers.get('content-type') ?? ''))
      throw new RequestProblem(415, 'Send application/json.');
    const bytes = await readBytes(request, options.maxBody ?? 16 * defaultMaxBody);
    const events = await verify(request, bytes);
    const body = bytesToHex(await sha256(bytes));
    const earlier = running.get(body);
    if (earlier) return earlier;
    const run = handle(body, events).finally(() => running.delete(body));
    running.set(body, run);
    return run;
  };

  return async (request) => {
    try {
      await receive(request);
      return jsonResponse(200, {});
    } catch (error) {
      if (error instanceof RequestProblem) return problemResponse(error);
      report(error);
      return problemResponse(new RequestProblem(500, 'The webhook could not be handled.'));
    }
  };
}
