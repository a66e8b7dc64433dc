import { beforeEach, expect, it, vi } from 'vitest';
import { notifyInvoiceUpdated, notifyPaymentReceived } from './invoiceNotifications.ts';

/** The browser's notification class, which Node does not have. */
class ShownNotification {
  static readonly permission = 'granted';
  readonly title: string;
  readonly options: NotificationOptions;

  constructor(title: string, options: NotificationOptions) {
    this.title = title;
    this.options = options;
  }
}

beforeEach(() => {
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('Notification', ShownNotification);
  return () => vi.unstubAllGlobals();
});

const sentAt = '2030-01-01T00:00:00.000Z';

it('an event with nothing but an id is announced in words of our own', () => {
  expect(notifyPaymentReceived({ invoiceId: '7' })).toMatchObject({
    title: 'Payment received',
    options: { body: 'Invoice 7 has been paid.' },
  });
  expect(notifyInvoiceUpdated({ invoiceId: '7', status: 'void' })).toMatchObject({
    title: 'Invoice updated',
    options: { body: 'Invoice 7 is void.' },
  });
});

it('two tabs show one notification for one event, and another for the next event', () => {
  const tagOf = (at: string) =>
    (notifyPaymentReceived({ invoiceId: '7', sentAt: at }) as unknown as ShownNotification).options.tag;
  expect(tagOf(sentAt)).toBe(tagOf(sentAt));
  expect(tagOf(sentAt)).not.toBe(tagOf('2030-01-01T00:00:01.000Z'));
});
