import type { AppOptions, WebhookTarget } from '../app/options.ts';
import type { WebhookEvent } from '../app/webhookEvent.ts';
import { type DeliveryReport, deliver } from './deliver.ts';
import { GraceQueue } from './graceQueue.ts';
import type { WebhookSettings } from './settings.ts';

/** Sends one app's webhooks: delayed by the grace, optionally batched, retried when they fail (protocol 5.5). */
export class Webhooks {
  readonly #app: AppOptions;
  readonly #settings: Required<WebhookSettings>;
  readonly #report: (report: DeliveryReport) => void;
  readonly #grace: GraceQueue;
  readonly #abort = new AbortController();
  #batch: WebhookEvent[] = [];
  #batchTimer: NodeJS.Timeout | undefined;

  constructor(app: AppOptions, settings: WebhookSettings, report: (report: DeliveryReport) => void) {
    this.#app = app;
    this.#settings = { batch: 0, grace: 3000, retryDelay: 1000, retryFor: 300_000, ...settings };
    this.#report = report;
    this.#grace = new GraceQueue(this.#settings.grace, (event) => this.#collect(event));
  }

  push(event: WebhookEvent): void {
    if (this.#app.webhooks && this.#app.webhooks.length > 0) this.#grace.push(event);
  }

  dispose(): void {
    this.#abort.abort();
    this.#grace.dispose();
    clearTimeout(this.#batchTimer);
  }

  #collect(event: WebhookEvent): void {
    this.#batch.push(event);
    if (this.#settings.batch === 0) return this.#flush();
    this.#batchTimer ??= setTimeout(() => this.#flush(), this.#settings.batch);
  }

  #flush(): void {
    this.#batchTimer = undefined;
    const events = this.#batch;
    this.#batch = [];
    for (const target of this.#app.webhooks ?? []) this.#send(target, events);
  }

  #send(target: WebhookTarget, events: WebhookEvent[]): void {
    const wanted = events.filter(({ name }) => target.events?.includes(name) ?? true);
    if (wanted.length === 0) return;
    void deliver(
      { app: this.#app, target, events: wanted, settings: this.#settings, signal: this.#abort.signal },
      this.#report,
    );
  }
}
