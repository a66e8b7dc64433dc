import { expect, it } from 'vitest';
import { channels } from '../../realtime/channels.ts';
import { newNotificationSchema } from './notifications.ts';
import { PUSHER_EVENTS } from './pusherEvents.ts';

const listed = Object.values(PUSHER_EVENTS);

it("PUSHER_EVENTS names every event of a person's own channel, each once (000.5)", () => {
  expect(new Set(listed).size).toBe(listed.length);
  expect(Object.keys(channels.definitions['private-supplier.notifications.{userId}'].events).sort()).toEqual(
    listed.toSorted(),
  );
});

it('every event of PUSHER_EVENTS can be sent, and no other (000.5)', () => {
  const sendable = newNotificationSchema.options.map(({ shape }) => shape.event.value);
  expect(sendable.toSorted()).toEqual(listed.toSorted());
});
