import { type ChangeEvent, useState } from 'react';
import { useChannel, useGap, usePresence, usePusherEvent } from './roomRealtime.ts';

interface RoomProps {
  readonly roomId: string;
  readonly say: (text: string) => void;
  readonly reload: () => void;
}

export function Room({ roomId, say, reload }: RoomProps) {
  const room = { pattern: 'presence-room.{roomId}', params: { roomId } } as const;
  const { members, me } = usePresence(room);
  const { isLive, error, trigger } = useChannel(room);
  const [typing, setTyping] = useState<string | null>(null);

  usePusherEvent('message', ({ text }) => say(text), { channel: room });
  usePusherEvent('client-typing', (data, { userId }) => setTyping(data.typing ? (userId ?? null) : null), {
    channel: room,
  });
  useGap(room, reload); // something may have been missed: called once, when the channel is live again

  const type = ({ target }: ChangeEvent<HTMLInputElement>) =>
    trigger('client-typing', { typing: target.value !== '' }).catch(() => {}); // a lost one harms nobody
  return (
    <section>
      <p>{isLive ? 'live' : (error?.message ?? 'connecting')}</p>
      <ul>
        {members.map(({ id, info }) => (
          <li key={id}>
            {info.name} {id === me?.id && '(you)'} {id === typing && '…'}
          </li>
        ))}
      </ul>
      <input aria-label="Message" onChange={type} />
    </section>
  );
}
