'use client';
import { useEffect, useState } from 'react';
import { usePusherContext } from './realtime.ts';

/** What this window was spared since the page opened, in numbers of events. */
interface Spared {
  readonly replayed: number;
  readonly repeated: number;
}

const nothing: Spared = { replayed: 0, repeated: 0 };

const count = (events: number, what: string): string[] =>
  events === 0 ? [] : [`${events} ${events === 1 ? 'event' : 'events'} ${what}`];

/** How the page came right: events that were missed and replayed from the log, and repetitions that were dropped. */
export function ContinuityNote() {
  const { client } = usePusherContext();
  const [{ replayed, repeated }, setSpared] = useState(nothing);
  useEffect(
    () =>
      client.observe((happened) => {
        if (happened.type === 'resumed' && happened.replayed > 0)
          setSpared((spared) => ({ ...spared, replayed: spared.replayed + happened.replayed }));
        if (happened.type === 'duplicate')
          setSpared((spared) => ({ ...spared, repeated: spared.repeated + 1 }));
      }),
    [client],
  );
  const text = [...count(replayed, 'replayed'), ...count(repeated, 'delivered twice')].join(', ');
  return (
    <span role="status" data-continuity className="font-normal text-ink-faint text-xs tracking-normal">
      {text}
    </span>
  );
}
