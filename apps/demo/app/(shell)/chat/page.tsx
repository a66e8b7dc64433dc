import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { ChatRoom } from '@/features/chat/ChatRoom';
import { listMessages } from '@/features/chat/chatQueries.server';
import { chatQuery } from '@/features/chat/chatQueryOptions';
import { pagePerson } from '@/features/session/pagePerson.server';
import { makeQueryClient } from '@/realtime/makeQueryClient';

export const metadata: Metadata = { title: 'Chat' };

/** `/chat`: one room for everybody who is signed in. */
export default async function ChatPage() {
  const person = await pagePerson('/chat');
  const queryClient = makeQueryClient();
  await queryClient.prefetchQuery({
    ...chatQuery(),
    queryFn: async () => ({ messages: await listMessages() }),
  });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ChatRoom person={person} />
    </HydrationBoundary>
  );
}
