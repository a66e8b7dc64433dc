import 'server-only';
import { memorySeen, type SeenEvents } from '@channelkit/server';

interface WebhookLog {
  readonly entries: string[];
  readonly seen: SeenEvents;
}

const shared = globalThis as typeof globalThis & { demoWebhooks?: WebhookLog };
const kept = 20;

function log(): WebhookLog {
  shared.demoWebhooks ??= { entries: [], seen: memorySeen() };
  return shared.demoWebhooks;
}

/** Deduplicates webhooks that are delivered twice. */
export const seenWebhooks = (): SeenEvents => log().seen;

/** The latest webhooks, newest first. */
export const listWebhooks = (): readonly string[] => log().entries;

/** Logs a webhook. */
export function noteWebhook(line: string): void {
  const { entries } = log();
  entries.unshift(line);
  entries.length = Math.min(entries.length, kept);
}
