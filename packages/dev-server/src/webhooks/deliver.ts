import { setTimeout as sleep } from 'node:timers/promises';
import type { AppOptions, WebhookTarget } from '../app/options.ts';
import type { WebhookEvent } from '../app/webhookEvent.ts';
import { hmac } from '../protocol/signature.ts';
import type { WebhookSettings } from './settings.ts';

/** The outcome of one delivery attempt; `status` is null without an answer. */
export interface DeliveryReport {
  app: string;
  url: string;
  events: WebhookEvent[];
  attempt: number;
  status: number | null;
}

/** Events to deliver to one target. */
export interface Delivery {
  app: AppOptions;
  target: WebhookTarget;
  events: WebhookEvent[];
  settings: Required<WebhookSettings>;
  signal: AbortSignal;
}

const answerTimeout = 10_000;
const longestPause = 60_000;

/** Posts signed events until the target answers 2xx, with doubling pauses, for as long as the settings allow. */
export async function deliver(delivery: Delivery, report: (report: DeliveryReport) => void): Promise<void> {
  const { app, target, events, settings, signal } = delivery;
  const body = JSON.stringify({ time_ms: Date.now(), events });
  const giveUpAt = Date.now() + settings.retryFor;
  let pause = settings.retryDelay;
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    const status = await post(delivery, body);
    if (signal.aborted) return;
    report({ app: app.id, url: target.url, events, attempt, status });
    if ((status !== null && status >= 200 && status < 300) || Date.now() + pause > giveUpAt) return;
    await sleep(pause, null, { signal }).catch(() => null);
    pause = Math.min(pause * 2, longestPause);
  }
}

async function post({ app, target, signal }: Delivery, body: string): Promise<number | null> {
  try {
    const response = await fetch(target.url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeout)]),
      headers: headersOf(target, {
        // Without a charset: the official library rejects any other value.
        'content-type': 'application/json',
        'x-pusher-key': app.key,
        'x-pusher-signature': hmac(app.secret, body),
      }),
      body,
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  }
}

/** The target's headers, overridden by the protocol's. Names may differ in case only, which an object literal would send twice. */
function headersOf(target: WebhookTarget, own: Record<string, string>): Headers {
  const headers = new Headers();
  for (const [name, value] of [...Object.entries(target.headers ?? {}), ...Object.entries(own)])
    headers.set(name, value);
  return headers;
}
