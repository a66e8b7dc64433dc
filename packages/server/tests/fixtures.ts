import { channel, defineChannels, event } from '@channelkit/core';
import { z } from 'zod';
import type { PusherServiceConfig } from '../src/index.ts';

export const credentials = { appId: '3', key: '278d425bdf160c739803', secret: '7ad3773142a6692b25b8' };
export const masterKey = btoa('0123456789abcdefghijklmnopqrstuv');
export const config: PusherServiceConfig = { ...credentials, encryptionMasterKey: masterKey };

/** For services whose errors the test reads elsewhere: without a listener they write to the console. */
export const silent = { onError: (): void => {} };

export const order = z.object({ orderId: z.number(), note: z.string().optional() });
export const channels = defineChannels({
  news: { headline: event<{ text: string }>() },
  'private-orders': { 'order.created': order, 'order.updated': order },
  'private-user.{userId}.orders': { 'order.updated': order },
  'private-encrypted-diary.{userId}': { entry: event<{ text: string }>() },
  'presence-chat.{roomId}': channel({
    member: z.object({ name: z.string() }),
    events: { 'new-message': event<{ text: string }>() },
  }),
});
