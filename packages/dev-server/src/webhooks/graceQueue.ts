import type { WebhookEvent } from '../app/webhookEvent.ts';

/**
 * Delays `channel_vacated` and `member_removed` by a grace. When the client returns within it, neither its leaving nor
 * its return is sent.
 */
export class GraceQueue {
  readonly #grace: number;
  readonly #forward: (event: WebhookEvent) => void;
  readonly #held = new Map<string, NodeJS.Timeout>();

  constructor(grace: number, forward: (event: WebhookEvent) => void) {
    this.#grace = grace;
    this.#forward = forward;
  }

  push(event: WebhookEvent): void {
    const key = subject(event);
    if (key === null || this.#grace === 0) return this.#forward(event);
    const held = this.#held.get(key);
    clearTimeout(held);
    this.#held.delete(key);
    if (event.name === 'channel_vacated' || event.name === 'member_removed') {
      const timer = setTimeout(() => {
        this.#held.delete(key);
        this.#forward(event);
      }, this.#grace);
      this.#held.set(key, timer);
    } else if (held === undefined) this.#forward(event);
  }

  dispose(): void {
    for (const timer of this.#held.values()) clearTimeout(timer);
    this.#held.clear();
  }
}

function subject(event: WebhookEvent): string | null {
  switch (event.name) {
    case 'channel_occupied':
    case 'channel_vacated':
      return event.channel;
    case 'member_added':
    case 'member_removed':
      return `${event.channel}\n${event.user_id}`;
    case 'cache_miss':
    case 'client_event':
    case 'subscription_count':
      return null;
    default:
      return event satisfies never;
  }
}
