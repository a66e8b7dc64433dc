import { useChannel, usePresence, usePusherEvent } from '@channelkit/react';

export function Room({ id }: { id: string }) {
  const channel = `presence-room.${id}`;
  const { members, count } = usePresence<{ name: string }>(channel);
  const { data } = usePusherEvent<{ text: string }>('message', null, { channel });
  const { trigger } = useChannel(channel);
  return (
    <button type="button" onClick={() => void trigger('client-typing', {})}>
      {count}: {members.map(({ info }) => info.name).join(', ')}. {data?.text}
    </button>
  );
}
