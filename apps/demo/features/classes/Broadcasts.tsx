'use client';
import { playNotificationSound } from '@channelkit/react/notifications';
import { usePusherEvent } from '@/realtime/realtime';
import { useNotice } from '@/ui/Toasts';

/** Shows administrators' broadcasts, on every page. */
export function Broadcasts() {
  const notify = useNotice();
  usePusherEvent(
    'broadcast',
    ({ message, from }, { id }) => {
      notify({ title: message, body: from });
      playNotificationSound('info', { once: id });
    },
    { channel: 'private-admin-channel' },
  );
  return null;
}
