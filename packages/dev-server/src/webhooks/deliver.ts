import { setTimeout as sleep } from 'node:timers/promises';
import type { AppOptions, WebhookTarget } from '../app/options.ts';
import type { WebhookEvent } from '../app/webhookEvent.ts';
import { hmac } from '../protocol/signature.ts';
import type { WebhookSettings } from './settings.ts';

/** How one attempt to deliver went; `status` is null when there was no answer. */
export interface DeliveryReport {
  app: string;
  url: string;
  events: WebhookEvent[];
  attempt: number;
  status: number | null;
}

/** What is delivered where. */
export interface Delivery {
  app: AppOptions;
  target: WebhookTarget;
  events: WebhookEvent[];
  settings: Required<WebhookSettings>;
  signal: AbortSignal;
}

const answerTimeout = 10_000;
const longestPause = 60_000;

/** Posts signed events until they are accepted with a 2xx, with doubling pauses, for as long as the settings say. */
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
      headers: {
        ...target.headers,
        // Exactly this: the official library takes a charset for a forgery.
        'content-type': 'application/json',
        'x-pusher-key': app.key,
        'x-pusher-signature': hmac(app.secret, body),
      },
      body,
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  }
}
