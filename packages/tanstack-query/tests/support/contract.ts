import { type ChannelContract, defineChannels, type EventType, event } from '@channelkit/core';

/** The whole of an order, as its events carry it. */
export interface Order {
  readonly orderId: string;
  readonly version: number;
}

/** All that an invoice's events say. */
export interface InvoiceEvent {
  readonly invoiceId: string;
}

/** The channels of the tests. */
export type TestChannels = {
  readonly 'private-orders': {
    readonly 'order.created': EventType<Order>;
    readonly 'order.updated': EventType<Order>;
  };
  readonly 'private-invoice.{invoiceId}': {
    readonly 'invoice.updated': EventType<InvoiceEvent>;
    readonly 'payment.received': EventType<InvoiceEvent>;
  };
  readonly 'private-user.{userId}.invoices': {
    readonly 'invoice.created': EventType<InvoiceEvent>;
  };
};

/** The contract of the tests. */
export const channels: ChannelContract<TestChannels> = defineChannels({
  'private-orders': { 'order.created': event<Order>(), 'order.updated': event<Order>() },
  'private-invoice.{invoiceId}': {
    'invoice.updated': event<InvoiceEvent>(),
    'payment.received': event<InvoiceEvent>(),
  },
  'private-user.{userId}.invoices': { 'invoice.created': event<InvoiceEvent>() },
});
