import type { Outbox } from '@channelkit/server';

const shared = globalThis as typeof globalThis & { demoOutboxStop?: () => Promise<void> };

/** Sends, once per process and until {@link stopOutbox}, what a crash or an outage left behind. */
export function startOutbox(outbox: Pick<Outbox<never, never>, 'start'>): void {
  shared.demoOutboxStop ??= outbox.start();
}

/** Waits until nothing is being sent, and sends no more; what is left is sent after the next start. */
export async function stopOutbox(): Promise<void> {
  const stop = shared.demoOutboxStop;
  delete shared.demoOutboxStop;
  await stop?.();
}
