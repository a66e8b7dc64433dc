'use client';
import { SendHorizontal } from 'lucide-react';
import { useState } from 'react';
import { BusyButton } from '@/ui/BusyButton';
import { Input } from '@/ui/Field';

interface ChatComposerProps {
  readonly isSending: boolean;
  readonly error: Error | null;
  readonly onTyping: (typing: boolean) => void;
  readonly onSend: (text: string) => Promise<unknown>;
}

/** The input for a message; a message that could not be sent stays in it. */
export function ChatComposer({ isSending, error, onTyping, onSend }: ChatComposerProps) {
  const [text, setText] = useState('');
  const send = async () => {
    if (text.trim() === '' || isSending) return;
    const sent = await onSend(text).then(
      () => true,
      () => false,
    );
    if (!sent) return;
    // Text that was typed meanwhile is the next message.
    setText((written) => (written === text ? '' : written));
    onTyping(false);
  };
  return (
    <form
      className="grid gap-2 border-t p-3"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="flex gap-2">
        <Input
          aria-label="Message"
          placeholder="Write a message"
          autoComplete="off"
          maxLength={1000}
          value={text}
          onBlur={() => onTyping(false)}
          onChange={(event) => {
            setText(event.target.value);
            onTyping(event.target.value !== '');
          }}
        />
        <BusyButton type="submit" busy={isSending || text.trim() === ''}>
          <SendHorizontal aria-hidden />
          Send
        </BusyButton>
      </div>
      {error && (
        <p role="alert" className="px-1 text-bad text-sm">
          {error.message}
        </p>
      )}
    </form>
  );
}
