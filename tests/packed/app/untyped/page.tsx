'use client';
import { usePusherEvent } from '@channelkit/react';

export default function Page() {
  const { data, channel, status } = usePusherEvent<{ title: string }>('notification');
  return (
    <main>
      <p>{`Page: ${channel} ${status}`}</p>
      <p>{data?.title}</p>
    </main>
  );
}
