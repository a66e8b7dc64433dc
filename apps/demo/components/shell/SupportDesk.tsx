'use client';
import { playNotificationSound } from '@channelkit/react/notifications';
import { usePathname } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useNotice } from '@/components/ui/Toasts';
import { createChatNews } from '@/lib/chatNews';
import { chatQuery } from '@/lib/chatQuery';
import { useLiveQuery } from '@/lib/queryBridge';
import { markChatSeen, readChatSeen } from '@/lib/seenChat';

/**
 * Tells a support agent on every other page of what is written in the chat. It goes by the history, not by the events: so
 * what was missed, or came by polling, is told as well, once; several since the chat was last looked at are told as a number.
 */
export function SupportDesk({ userId }: { readonly userId: string }) {
  const notify = useNotice();
  const isInChat = usePathname() === '/chat';
  const { data } = useLiveQuery({ ...chatQuery(), live: 'private-chat-channel', pollInterval: 4000 });
  const messages = data?.messages;
  const [newsOf] = useState(() => createChatNews(userId));
  /** What has been told since the chat was last open. */
  const waiting = useRef(0);
  useEffect(() => {
    if (!messages) return;
    if (isInChat || readChatSeen(userId) === null) markChatSeen(userId, messages.at(-1)?.id ?? 0);
    const fresh = newsOf(messages);
    waiting.current = isInChat ? 0 : waiting.current + fresh.length;
    const last = fresh.at(-1);
    if (!last || isInChat) return;
    const isFirst = waiting.current === 1;
    notify({
      topic: 'chat',
      href: '/chat',
      title: isFirst ? `${last.user} wrote in the chat` : `${waiting.current} new chat messages`,
      body: isFirst ? last.message : `${last.user}: ${last.message}`,
    });
    playNotificationSound('info');
  }, [messages, isInChat, userId, notify, newsOf]);
  return null;
}
