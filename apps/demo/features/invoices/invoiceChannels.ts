import { channel } from '@channelkit/core';
import { z } from 'zod';

/** The payload of every invoice event. Only the id is required, so an event that is sent by hand needs nothing else. */
export const invoiceEvent = z.object({
  invoiceId: z.union([z.string().min(1), z.number()]).transform(String),
  title: z.string().optional(),
  body: z.string().optional(),
  type: z.string().optional(),
  status: z.string().optional(),
  sentAt: z.iso.datetime().optional(),
});

/** The channels of invoices: one for each invoice, and one for each owner's list. */
export const invoiceChannels = {
  'private-invoice.{invoiceId}': channel({
    durable: true,
    events: {
      'payment.received': invoiceEvent,
      'invoice.status.changed': invoiceEvent,
      'invoice.updated': invoiceEvent,
    },
  }),
  'private-user.{userId}.invoices': channel({
    durable: true,
    events: {
      'invoice.created': invoiceEvent,
      'invoice.updated': invoiceEvent,
      'payment.received': invoiceEvent,
    },
  }),
} as const;
