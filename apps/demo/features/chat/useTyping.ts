'use client';
import { useEffect, useRef, useState } from 'react';
import { useChannel, usePresence, usePusherEvent } from '../../realtime/realtime.ts';

/** Milliseconds after which a person without further events counts as having stopped. */
const forgetAfter = 4000;
/** Milliseconds after which an unchanged state is sent again. */
const repeatAfter = 2000;

/** The names of the people who are typing, and a function to report one's own typing. Sends nothing while the channel is not live. */
export function useTyping() {
  const { trigger, isLive } = useChannel('presence-chat');
  const { members, me } = usePresence('presence-chat');
  const [typists, setTypists] = useState<Readonly<Record<string, number>>>({});
  const told = useRef({ typing: false, at: 0 });

  usePusherEvent(
    'client-typing',
    ({ typing }, { userId, receivedAt }) => {
      if (userId === undefined) return;
      setTypists((all) => ({ ...all, [userId]: typing ? receivedAt : 0 }));
    },
    { channel: 'presence-chat' },
  );

  const oldest = Math.min(...Object.values(typists));
  useEffect(() => {
    if (oldest === Number.POSITIVE_INFINITY) return;
    const timer = setTimeout(
      () =>
        setTypists((all) =>
          Object.fromEntries(Object.entries(all).filter(([, at]) => at + forgetAfter > Date.now())),
        ),
      Math.max(0, oldest + forgetAfter - Date.now()) + 50,
    );
    return () => clearTimeout(timer);
  }, [oldest]);

  const setTyping = (typing: boolean) => {
    const now = Date.now();
    if (!isLive || (told.current.typing === typing && (!typing || now - told.current.at < repeatAfter)))
      return;
    told.current = { typing, at: now };
    // A lost typing event does no harm.
    trigger('client-typing', { typing }).catch(() => {});
  };
  const typing = members.filter(({ id }) => id in typists && id !== me?.id).map(({ info }) => info.name);
  return { typing, setTyping };
}
