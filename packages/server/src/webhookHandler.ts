import { bytesToHex } from '@noble/hashes/utils.js';
import { type Awaitable, defaultMaxBody, type RequestHandler } from './endpoint.ts';
import { jsonResponse, problemResponse, RequestProblem } from './problem.ts';
import type { PusherService } from './pusherService.ts';
import { report } from './report.ts';
import { readBytes } from './requestBody.ts';
import type { SeenEvents } from './seenEvents.ts';
import { isJsonType, type WebhookCredentials } from './webhook.ts';
import type { WebhookEvent, WebhookEventName } from './webhookEvents.ts';

/** What to do with each kind of event; kinds without a function are acknowledged and dropped. */
export type WebhookHandlers = {
  readonly [N in WebhookEventName]?: (event: Extract<WebhookEvent, { name: N }>) => Awaitable<unknown>;
};

/** Options of `createWebhookHandler`. */
export interface WebhookHandlerOptions {
  /**
   * Remembers what was handled, so that a webhook that Pusher repeats is not handled twice: {@link memorySeen} or a shared store.
   * Without it only deliveries that overlap in this process are joined.
   */
  readonly seen?: SeenEvents | undefined;
  /** Further keys of the same app, for the time of a rotation. */
  readonly alsoAccept?: readonly WebhookCredentials[] | undefined;
  /** Bytes of a body. @default 1048576 */
  readonly maxBody?: number | undefined;
  /** Told of what a handler or `seen` threw, and of refused webhooks (CK607). */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/**
 * The endpoint that Pusher's webhooks are sent to. Events are handled in order, one after the other, each recorded in `seen` after its
 * function succeeded; when one throws the answer is 500, and Pusher sends the same body again for up to five minutes.
 * Forged, altered or old ones are 401, and never reach a function.
 */
export function createWebhookHandler<TChannels>(
  pusher: PusherService<TChannels>,
  handlers: WebhookHandlers,
  options: WebhookHandlerOptions = {},
): RequestHandler {
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

  const receive = async (request: Request): Promise<void> => {
    if (request.method !== 'POST') throw new RequestProblem(405, 'Use POST.', { allow: 'POST' });
    if (!isJsonType(request.headers.get('content-type') ?? ''))
      throw new RequestProblem(415, 'Send application/json.');
    const bytes = await readBytes(request, options.maxBody ?? 64 * defaultMaxBody);
    const verified = await pusher.verifyWebhook(request.headers, bytes, { alsoAccept: options.alsoAccept });
    if (!verified.ok) {
      report(options.onError, verified.error);
      throw new RequestProblem(401, 'The webhook was refused.');
    }
    const body = bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
    const earlier = running.get(body);
    if (earlier) return earlier;
    const run = handle(body, verified.events).finally(() => running.delete(body));
    running.set(body, run);
    return run;
  };

  return async (request) => {
    try {
      await receive(request);
      return jsonResponse(200, {});
    } catch (error) {
      if (error instanceof RequestProblem) return problemResponse(error);
      report(options.onError, error);
      return problemResponse(new RequestProblem(500, 'The webhook could not be handled.'));
    }
  };
}
