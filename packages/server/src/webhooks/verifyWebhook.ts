import { RealtimeError } from '@channelkit/core/contract';
import { CK607 } from '@channelkit/core/contract/internal';
import { reveal, type Secret } from '../config/secret.ts';
import { createSigner } from '../crypto/createSigner.ts';
import { equalInConstantTime } from '../crypto/equalInConstantTime.ts';
import { utf8 } from '../crypto/utf8.ts';
import { readWebhookEvents, type WebhookEvent } from './webhookEvents.ts';

/** Headers in any form that servers use: `Headers`, Node's, or a plain object with names in any case. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** An app key with its secret. Ignored unless both are set, so unset environment variables do no harm. */
export interface WebhookCredentials {
  readonly key: string | undefined;
  readonly secret: string | Secret | undefined;
}

/** Options of `verifyWebhook`. */
export interface WebhookOptions {
  /** Other keys of the same app, during a key rotation. */
  readonly alsoAccept?: readonly (WebhookCredentials | null | undefined)[] | undefined;
}

/** Result of `verifyWebhook`. */
export type WebhookResult =
  | {
      readonly ok: true;
      readonly events: readonly WebhookEvent[];
      /** When Pusher created the webhook, milliseconds since the epoch. */
      readonly time: number;
    }
  | { readonly ok: false; readonly error: RealtimeError };

/** How long a webhook is valid, in milliseconds. Pusher retries one for five minutes. */
const validity = 600_000;

/**
 * Verifies a webhook: first its signature, then its form and age.
 * @throws RealtimeError CK607
 */
export async function verifyWebhook(
  credentials: readonly (WebhookCredentials | null | undefined)[],
  headers: WebhookHeaders,
  body: string | Uint8Array,
): Promise<WebhookResult & { ok: true }> {
  const type = readHeader(headers, 'content-type');
  if (type !== undefined && !isJsonType(type)) throw refuse('its content type is not JSON');
  const key = readHeader(headers, 'x-pusher-key') ?? '';
  const signature = (readHeader(headers, 'x-pusher-signature') ?? '').toLowerCase();
  const bytes = typeof body === 'string' ? utf8(body) : new Uint8Array(body);
  let isAuthentic = false;
  for (const known of credentials) {
    const secret = reveal(known?.secret ?? undefined);
    // Anyone can sign with an empty secret.
    if (!known?.key || secret === '') continue;
    const expected = await createSigner(secret).sign(bytes);
    const keyFits = equalInConstantTime(known.key, key);
    if (equalInConstantTime(expected, signature) && keyFits) isAuthentic = true;
  }
  if (!isAuthentic) {
    throw refuse(
      'its key or signature does not match',
      'Compare PUSHER_APP_KEY and PUSHER_APP_SECRET with the dashboard, and pass the raw body, not parsed JSON.',
    );
  }
  const { time, events } = readWebhookEvents(bytes);
  if (Math.abs(Date.now() - time) > validity)
    throw refuse('it is older than ten minutes', 'Check the clocks of both machines, and what delayed it.');
  return { ok: true, events, time };
}

/** Whether a content type is JSON, whatever its parameters. */
export const isJsonType = (type: string): boolean => /^\s*application\/json\s*(;|$)/i.test(type);

const refuse = (detail: string, remedy?: string) =>
  new RealtimeError(CK607, detail, remedy === undefined ? {} : { remedy });

/** One header by its lower-case name. */
function readHeader(headers: WebhookHeaders, name: string): string | undefined {
  if (typeof headers.get === 'function') return headers.get(name) ?? undefined;
  const plain = headers as Readonly<Record<string, string | readonly string[] | undefined>>;
  const key = Object.keys(plain).find((candidate) => candidate.toLowerCase() === name);
  const value = key === undefined ? undefined : plain[key];
  return typeof value === 'string' ? value : value?.[0];
}
