import { type PointerEvent, useRef } from 'react';
import { useChannel, usePresence, usePusherEvent } from './realtime.ts';

const board = 'presence-board';
/** Pusher takes ten client events a second from each window. */
const interval = 100;

interface Position {
  readonly x: number;
  readonly y: number;
}

export function Board() {
  const { members, me } = usePresence(board);
  const { isLive, trigger } = useChannel(board);
  const { data: positions } = usePusherEvent('client-moved', null, {
    channel: board,
    reduce: (all: Readonly<Record<string, Position>>, { data, userId }) =>
      userId ? { ...all, [userId]: data } : all,
    initial: {},
  });
  const sentAt = useRef(0);

  const move = ({ clientX, clientY, timeStamp }: PointerEvent) => {
    if (!isLive || timeStamp - sentAt.current < interval) return;
    sentAt.current = timeStamp;
    const position = { x: (100 * clientX) / innerWidth, y: (100 * clientY) / innerHeight };
    trigger('client-moved', position).catch(() => {}); // the next one will do
  };

  return (
    <main onPointerMove={move}>
      <h1>{isLive ? 'Move your pointer' : 'connecting …'}</h1>
      <ul>
        {members.map(({ id, info }) => (
          <li key={id} style={{ color: colorOf(id) }}>
            {info.name} {id === me?.id && '(you)'}
          </li>
        ))}
      </ul>
      {members.map(({ id, info }) => {
        const position = positions[id];
        if (!position || id === me?.id) return null;
        const style = { left: `${position.x}%`, top: `${position.y}%`, background: colorOf(id) };
        return (
          <span key={id} className="cursor" style={style}>
            {info.name}
          </span>
        );
      })}
    </main>
  );
}

const colorOf = (id: string) => `hsl(${Number.parseInt(id.slice(0, 4), 16) % 360} 65% 42%)`;
