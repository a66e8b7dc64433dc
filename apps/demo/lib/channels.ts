import { channel, defineChannels } from '@channelkit/core';
import { z } from 'zod';
import { chatMemberSchema, chatMessageSchema } from './chat.ts';
import { broadcastSchema, lessonEvent } from './classes.ts';
import { rankingUpdateSchema } from './leaderboard.ts';
import { notificationEvents } from './notifications.ts';
import { printJobEvent } from './printJobs.ts';

/** The id of an event that arrives at least once: a repetition has the same one. */
const eventId = z.string().min(1).optional();

/** What an invoice event tells: only the id is certain, so that an event sent by hand needs no more. */
export const invoiceEvent = z.object({
  invoiceId: z.union([z.string().min(1), z.number()]).transform(String),
  title: z.string().optional(),
  body: z.string().optional(),
  type: z.string().optional(),
  status: z.string().optional(),
  sentAt: z.iso.datetime().optional(),
  eventId,
});

/** What an order event tells: the id, and the status when it is known. */
export const orderEvent = z.object({
  orderId: z.union([z.string().min(1), z.number()]).transform(String),
  status: z.string().optional(),
  sentAt: z.iso.datetime().optional(),
  eventId,
});

/**
 * The contract of the demo: what travels on which channel, the same for the server and every page. With
 * `NEXT_PUBLIC_PRIVATE_PREFIX=false`, read when the demo is built, `private-` is dropped for a back end that still sends to the
 * public names: then whoever has the app key can read them.
 */
export const channels = defineChannels(
  {
    'private-invoice.{invoiceId}': {
      'payment.received': invoiceEvent,
      'invoice.status.changed': invoiceEvent,
      'invoice.updated': invoiceEvent,
    },
    'private-user.{userId}.invoices': {
      'invoice.created': invoiceEvent,
      'invoice.updated': invoiceEvent,
      'payment.received': invoiceEvent,
    },
    'private-chat-channel': { 'new-message': chatMessageSchema.extend({ eventId }) },
    'presence-chat': channel({
      member: chatMemberSchema,
      events: { 'client-typing': z.object({ typing: z.boolean() }) },
    }),
    'private-supplier.notifications.{userId}': notificationEvents,
    'notification-channel': {
      'settings.changed': z.object({}),
      announcement: z.object({ message: z.string() }),
    },
    'private-class-{classId}-channel': { 'lesson.changed': lessonEvent.extend({ eventId }) },
    'private-progress-channel': { 'progress.updated': lessonEvent.extend({ eventId }) },
    'private-admin-channel': { broadcast: broadcastSchema.extend({ eventId }) },
    'leaderboard-channel': { 'ranking-update': rankingUpdateSchema.extend({ eventId }) },
    'private-orders': { 'order.created': orderEvent, 'order.updated': orderEvent },
    'private-print-jobs': { 'print-job.created': printJobEvent, 'print-job.updated': printJobEvent },
  },
  { privatePrefix: process.env.NEXT_PUBLIC_PRIVATE_PREFIX !== 'false' },
);
