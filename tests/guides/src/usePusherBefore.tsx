import { useChannel, useClientTrigger, useEvent, usePresenceChannel } from '@harelpls/use-pusher';
import { useState } from 'react';

export function Room({ id }: { id: string }) {
  const [text, setText] = useState('');
  const { members, count } = usePresenceChannel(`presence-room.${id}`);
  const channel = useChannel(`presence-room.${id}`);
  useEvent<{ text: string }>(channel, 'message', (data) => setText(data?.text ?? ''));
  const trigger = useClientTrigger(channel);
  return (
    <button type="button" onClick={() => trigger('client-typing', {})}>
      {count}:{' '}
      {Object.values(members ?? {})
        .map(({ name }) => name)
        .join(', ')}
      . {text}
    </button>
  );
}
