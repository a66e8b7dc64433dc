'use client';
import { useQuery } from '@tanstack/react-query';
import { Pulse } from '@/components/ui/Pulse';
import { chatQuery } from '@/lib/chatQuery';
import { useSeenChat } from '@/lib/seenChat';

/** How many messages of others a support agent has not seen. */
export function UnreadCount({ userId }: { readonly userId: string }) {
  const { data } = useQuery(chatQuery());
  const seen = useSeenChat(userId);
  const unread =
    seen === null
      ? 0
      : (data?.messages.filter(({ id, userId: by }) => id > seen && by !== userId).length ?? 0);
  if (unread === 0) return null;
  return (
    <Pulse on={unread} className="figures text-live text-xs">
      {unread} new
    </Pulse>
  );
}
