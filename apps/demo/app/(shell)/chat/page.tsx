import { HydratePositions } from '@channelkit/react';
import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { ChatRoom } from '@/features/chat/ChatRoom';
import { listMessages } from '@/features/chat/chatQueries.server';
import { chatQuery } from '@/features/chat/chatQueryOptions';
import { pagePerson } from '@/features/session/pagePerson.server';
import { makeQueryClient } from '@/realtime/makeQueryClient';
import { getEventLog } from '@/server/eventLog';

export const metadata: Metadata = { title: 'Chat' };

/** `/chat`: one room for everybody who is signed in. */
export default async function ChatPage() {
  const person = await pagePerson('/chat');
  const positions = await getEventLog().positions(['private-chat-channel']);
  const queryClient = makeQueryClient();
  await queryClient.prefetchQuery({
    ...chatQuery(),
    queryFn: async () => ({ messages: await listMessages() }),
  });
  return (
    <HydratePositions positions={positions}>
      <HydrationBoundary state={dehydrate(queryClient)}>
        <ChatRoom person={person} />
      </HydrationBoundary>
    </HydratePositions>
  );
}
