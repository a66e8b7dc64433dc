import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { ChatRoom } from '@/components/chat/ChatRoom';
import { chatQuery } from '@/lib/chatQuery';
import { makeQueryClient } from '@/lib/queryClient';
import { listMessages } from '@/lib/server/chatQueries';
import { pagePerson } from '@/lib/server/pagePerson';

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
