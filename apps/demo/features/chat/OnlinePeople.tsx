'use client';
import { useConnection, usePresence } from '@/realtime/realtime';
import { Avatar } from '@/ui/Avatar';
import { Card } from '@/ui/Card';

/** Who is in the chat, in any window. */
export function OnlinePeople() {
  const { members, me, count, isStale } = usePresence('presence-chat');
  const isOff = useConnection(({ state }) => state === 'disabled');
  return (
    <Card aria-labelledby="online" className="p-5">
      <h2 id="online" className="mb-4 flex items-baseline gap-2 font-medium text-sm">
        Online
        <span className="figures font-normal text-ink-faint text-xs" data-online={count}>
          {count}
        </span>
        {isStale && count > 0 && (
          <span className="ml-auto font-normal text-ink-faint text-xs">last known</span>
        )}
      </h2>
      <ul className="grid gap-3">
        {members.map(({ id, info }) => (
          <li key={id} className="flex items-center gap-2.5 text-sm" data-member={id}>
            <Avatar name={info.name} className="size-7 text-[0.625rem]" />
            <span className="min-w-0 flex-1 truncate">
              {info.name}
              {id === me?.id && <span className="text-ink-faint"> (you)</span>}
            </span>
            {info.role === 'agent' && <span className="text-live text-xs">Support</span>}
          </li>
        ))}
      </ul>
      {count === 0 && (
        <p className="text-pretty text-ink-faint text-sm">
          {isOff ? 'Real time is off, so presence is unknown.' : 'Waiting for the connection.'}
        </p>
      )}
    </Card>
  );
}
