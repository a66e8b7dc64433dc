'use client';
import { playNotificationSound } from '@channelkit/react/notifications';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useNotice } from '@/components/ui/Toasts';
import { chatQuery } from '@/lib/chatQuery';
import { useLiveQuery } from '@/lib/queryBridge';
import { markChatSeen, readChatSeen } from '@/lib/seenChat';

/**
 * Tells a support agent on every other page of what is written in the chat. It goes by the history, not by the events: so
 * what was missed, or came by polling, is told as well, once.
 */
export function SupportDesk({ userId }: { readonly userId: string }) {
  const notify = useNotice();
  const isInChat = usePathname() === '/chat';
  const { data } = useLiveQuery({ ...chatQuery(), live: 'private-chat-channel', pollInterval: 4000 });
  const messages = data?.messages;
  const told = useRef<number | null>(null);
  useEffect(() => {
    if (!messages) return;
    const before = told.current;
    const newest = messages.at(-1)?.id ?? 0;
    told.current = newest;
    if (isInChat || readChatSeen(userId) === null) markChatSeen(userId, newest);
    // What was there when the page came is no news.
    if (isInChat || before === null) return;
    const fresh = messages.filter((message) => message.id > before && message.userId !== userId);
    const last = fresh.at(-1);
    if (!last) return;
    const title = fresh.length === 1 ? `${last.user} wrote in the chat` : `${fresh.length} new chat messages`;
    notify({ title, body: last.message, href: '/chat' });
    playNotificationSound('info');
  }, [messages, isInChat, userId, notify]);
  return null;
}
