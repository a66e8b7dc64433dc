'use client';
import { playNotificationSound } from '@channelkit/react/notifications';
import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useRealtimeQuery } from '@/realtime/queryBridge';
import { useNotice } from '@/ui/Toasts';
import { countUnread, createChatNews } from './chatNews.ts';
import { chatQuery } from './chatQueryOptions.ts';
import { markChatSeen, readChatSeen } from './useSeenChat.ts';

/**
 * Notifies a support agent of chat messages, on every page but the chat. It watches the history instead of the events, so
 * messages that were missed or polled are announced too, each once. Several unread messages are announced as a number.
 */
export function SupportDesk({ userId }: { readonly userId: string }) {
  const notify = useNotice();
  const isInChat = usePathname() === '/chat';
  const { data } = useRealtimeQuery({ ...chatQuery(), live: 'private-chat-channel', pollInterval: 4000 });
  const messages = data?.messages;
  const [newsOf] = useState(() => createChatNews(userId));
  useEffect(() => {
    if (!messages) return;
    if (isInChat || readChatSeen(userId) === null) markChatSeen(userId, messages.at(-1)?.id ?? 0);
    const fresh = newsOf(messages);
    const last = fresh.at(-1);
    if (!last || isInChat) return;
    const waiting = Math.max(fresh.length, countUnread(messages, userId, readChatSeen(userId)));
    const isFirst = waiting === 1;
    notify({
      topic: 'chat',
      href: '/chat',
      title: isFirst ? `${last.user} wrote in the chat` : `${waiting} new chat messages`,
      body: isFirst ? last.message : `${last.user}: ${last.message}`,
    });
    playNotificationSound('info', { once: `chat ${last.id}` });
  }, [messages, isInChat, userId, notify, newsOf]);
  return null;
}
