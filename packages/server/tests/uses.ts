import { channel, defineChannels, event } from '@channelkit/core';
import { z } from 'zod';
import { createWebhookHandler, memorySeen, type PusherService } from '../src/index.ts';

const stamped = { id: z.string(), at: z.number() };

export const channels = defineChannels({
  system: { announcement: z.object({ ...stamped, message: z.string(), priority: z.enum(['low', 'high']) }) },
  'private-user.{userId}': {
    notification: z.object({ ...stamped, message: z.string(), type: z.enum(['info', 'success']) }),
    'order.status': event<{ orderId: number; status: string }>(),
  },
  'private-order.{orderId}': { 'order.status': event<{ orderId: number; status: string }>() },
  'private-dashboard': { metrics: event<{ at: number; metrics: Record<string, number> }>() },
  'private-inventory': { stock: event<{ productId: number; quantity: number; version: number }>() },
  'presence-chat.{roomId}': channel({
    member: z.object({ name: z.string() }),
    events: { 'new-message': event<{ id: string; userId: string; text: string }>() },
  }),
});

/** The examples of docs/server.md, word for word. */
export function createUses(pusher: PusherService<typeof channels.definitions>) {
  const stamp = () => ({ id: crypto.randomUUID(), at: Date.now() });

  /** One person, on every page that they have open. */
  const notifyUser = (userId: string, message: string) =>
    pusher.trigger({ pattern: 'private-user.{userId}', params: { userId } }, 'notification', {
      ...stamp(),
      message,
      type: 'info',
    });

  /** Everyone, signed in or not. Public channels carry no personal data. */
  const announce = (message: string) =>
    pusher.trigger('system', 'announcement', { ...stamp(), message, priority: 'high' });

  /** A chat. The sender's own window is excluded: it already shows the message. */
  const say = (roomId: string, userId: string, text: string, socketId: string | null) =>
    pusher.trigger(
      { pattern: 'presence-chat.{roomId}', params: { roomId } },
      'new-message',
      { id: crypto.randomUUID(), userId, text },
      { socketId },
    );

  /** Dashboard metrics. Only the latest counts, so a lost event needs no retry. */
  const showMetrics = (metrics: Record<string, number>) =>
    pusher.trigger('private-dashboard', 'metrics', { at: Date.now(), metrics });

  /** One change for several audiences. */
  const changeOrderStatus = (orderId: number, userId: string, status: string) =>
    pusher.triggerBatch(
      [
        channels.name('private-order.{orderId}', { orderId }),
        channels.name('private-user.{userId}', { userId }),
      ],
      'order.status',
      { orderId, status },
    );

  /** A complete state with a version, so that receivers can drop late events. */
  const setStock = (productId: number, quantity: number, version: number) =>
    pusher.trigger('private-inventory', 'stock', { productId, quantity, version });

  /** Who is in which room. The Pusher server knows, and reports it by webhook. */
  const createPresenceLog = (write: (line: string) => Promise<void>) =>
    createWebhookHandler(
      pusher,
      {
        member_added: ({ user_id, channel: room }) => write(`${user_id} joined ${room}`),
        member_removed: ({ user_id, channel: room }) => write(`${user_id} left ${room}`),
      },
      { seen: memorySeen() },
    );

  return { notifyUser, announce, say, showMetrics, changeOrderStatus, setStock, createPresenceLog };
}
