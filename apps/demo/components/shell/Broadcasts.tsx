'use client';
import { playNotificationSound } from '@channelkit/react/notifications';
import { useNotice } from '@/components/ui/Toasts';
import { usePusherEvent } from '@/lib/realtime';
import { useOncePerEvent } from '@/lib/useOncePerEvent';

/** Shows what administrators tell everybody, on whatever page. */
export function Broadcasts() {
  const notify = useNotice();
  const once = useOncePerEvent();
  usePusherEvent(
    'broadcast',
    once(({ message, from }) => {
      notify({ title: message, body: from });
      playNotificationSound('info');
    }),
    { channel: 'private-admin-channel' },
  );
  return null;
}
