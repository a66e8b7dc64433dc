import { RealtimeError } from '@channelkit/core';
import { CK607 } from '@channelkit/core/internal';
import { createSigner, equalInConstantTime, utf8 } from './signature.ts';
import { readWebhookEvents, type WebhookEvent } from './webhookEvents.ts';

/** Headers in any of the forms that servers hand them out: `Headers`, Node's, or a plain object in any case. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** An app key with its secret. */
export interface WebhookCredentials {
  readonly key: string;
  readonly secret: string;
}

/** Options of `verifyWebhook`. */
export interface WebhookOptions {
  /** Further keys of the same app, for the time of a rotation. */
  readonly alsoAccept?: readonly WebhookCredentials[] | undefined;
}

/** Result of `verifyWebhook`. */
export type WebhookResult =
  | {
      readonly ok: true;
      readonly events: readonly WebhookEvent[];
      /** When Pusher made it, milliseconds since the epoch. */
      readonly time: number;
    }
  | { readonly ok: false; readonly error: RealtimeError };

/** How long a webhook is good for, milliseconds: Pusher repeats one for five minutes. */
export const webhookWindow = 600_000;

const refuse = (detail: string, remedy?: string) =>
  new RealtimeError(CK607, detail, remedy === undefined ? {} : { remedy });

/** One header by its lower-case name. */
export function readHeader(headers: WebhookHeaders, name: string): string | undefined {
  if (typeof headers.get === 'function') return headers.get(name) ?? undefined;
  const plain = headers as Readonly<Record<string, string | readonly string[] | undefined>>;
  const key = Object.keys(plain).find((candidate) => candidate.toLowerCase() === name);
  const value = key === undefined ? undefined : plain[key];
  return typeof value === 'string' ? value : value?.[0];
}

/** Whether a content type is JSON, whatever its parameters. */
export const isJsonType = (type: string): boolean => /^\s*application\/json\s*(;|$)/i.test(type);

/**
 * Verifies signature first, then form and age.
 * @throws RealtimeError CK607
 */
export async function readWebhook(
  credentials: readonly WebhookCredentials[],
  headers: WebhookHeaders,
  body: string | Uint8Array,
): Promise<WebhookResult & { ok: true }> {
  const type = readHeader(headers, 'content-type');
  if (type !== undefined && !isJsonType(type)) throw refuse('its content type is not JSON');
  const key = readHeader(headers, 'x-pusher-key') ?? '';
  const signature = readHeader(headers, 'x-pusher-signature') ?? '';
  const bytes = typeof body === 'string' ? utf8(body) : new Uint8Array(body);
  let authentic = false;
  for (const known of credentials) {
    const expected = await createSigner(known.secret).sign(bytes);
    const keyFits = equalInConstantTime(known.key, key);
    if (equalInConstantTime(expected, signature.toLowerCase()) && keyFits) authentic = true;
  }
  if (!authentic) {
    throw refuse(
      'key or signature do not fit',
      'Compare PUSHER_APP_KEY and PUSHER_APP_SECRET with the dashboard, and pass the raw body, not parsed JSON.',
    );
  }
  const { time, events } = readWebhookEvents(bytes);
  if (Math.abs(Date.now() - time) > webhookWindow) {
    throw refuse('it is not of the last ten minutes', 'Check the clocks, and where it was held up.');
  }
  return { ok: true, events, time };
}
