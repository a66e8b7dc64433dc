'use client';
import type { Person } from '@/features/session/people';
import { LiveModeMark } from '@/realtime/LiveModeMark';
import { Card } from '@/ui/Card';
import { LoadFailure } from '@/ui/LoadFailure';
import { PageHeader } from '@/ui/PageHeader';
import { ChatComposer } from './ChatComposer.tsx';
import { ChatHistory } from './ChatHistory.tsx';
import { OnlinePeople } from './OnlinePeople.tsx';
import { TypingLine } from './TypingLine.tsx';
import { useChat } from './useChat.ts';
import { useTyping } from './useTyping.ts';

/** The chat page: history, who is online, who is typing, and the composer. */
export function ChatRoom({ person }: { readonly person: Person }) {
  const { messages, sendMessage, isSending, error, loadError, isLoaded, reload, mode } = useChat();
  const { typing, setTyping } = useTyping();
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-3">
            Chat
            <LiveModeMark mode={mode} />
          </span>
        }
      >
        One room for everybody, including a support agent. The history is stored.
      </PageHeader>
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_16rem]">
        <Card aria-label="Conversation" className="flex h-[min(38rem,70dvh)] flex-col overflow-hidden">
          {isLoaded && <ChatHistory messages={messages} ownId={String(person.id)} />}
          {!isLoaded && (
            <div className="flex-1 overflow-y-auto p-5">
              {loadError && <LoadFailure error={loadError} onRetry={reload} />}
            </div>
          )}
          {isLoaded && loadError && (
            <p role="alert" className="px-5 pb-2 text-bad text-sm">
              Newer messages could not be loaded: {loadError.message}
            </p>
          )}
          <TypingLine names={typing} />
          <ChatComposer
            isSending={isSending}
            error={error}
            onTyping={setTyping}
            onSend={(text) => sendMessage(text, String(person.id), person.name)}
          />
        </Card>
        <OnlinePeople />
      </div>
    </>
  );
}
