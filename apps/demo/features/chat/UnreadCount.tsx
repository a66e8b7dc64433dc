'use client';
import { useQuery } from '@tanstack/react-query';
import { Pulse } from '@/ui/Pulse';
import { countUnread } from './chatNews.ts';
import { chatQuery } from './chatQueryOptions.ts';
import { useSeenChat } from './useSeenChat.ts';

/** How many messages by others a support agent has not seen. */
export function UnreadCount({ userId }: { readonly userId: string }) {
  const { data } = useQuery(chatQuery());
  const seen = useSeenChat(userId);
  const unread = countUnread(data?.messages ?? [], userId, seen);
  if (unread === 0) return null;
  return (
    <Pulse on={unread} className="figures text-live text-xs">
      {unread} new
    </Pulse>
  );
}
