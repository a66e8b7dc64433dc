'use client';
import type { ChannelMessage, RealtimeClient } from '@channelkit/react';
import { useState } from 'react';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { Field, Input } from '@/ui/Field';
import { channelFault } from './channelFault.ts';
import { MonitoredChannel } from './MonitoredChannel.tsx';

interface ChannelMonitorProps {
  readonly client: RealtimeClient;
  readonly channels: readonly string[];
  readonly onChange: (channels: readonly string[]) => void;
  readonly onMessage: (message: ChannelMessage) => void;
}

/** The channels that the monitor listens to, and a field to add one. */
export function ChannelMonitor({ client, channels, onChange, onMessage }: ChannelMonitorProps) {
  const [fault, setFault] = useState<string>();
  const add = (name: string): boolean => {
    const wrong = channelFault(name);
    setFault(wrong ?? undefined);
    if (wrong) return false;
    if (!channels.includes(name)) onChange([...channels, name]);
    return true;
  };
  return (
    <Card aria-labelledby="channels" className="grid gap-4 p-5">
      <h2 id="channels" className="font-medium text-sm">
        Channels
      </h2>
      <ul className="grid gap-2">
        {channels.map((name) => (
          <MonitoredChannel
            key={name}
            client={client}
            name={name}
            onMessage={onMessage}
            onLeave={() => onChange(channels.filter((other) => other !== name))}
          />
        ))}
      </ul>
      <form
        className="flex items-start gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          if (add(String(new FormData(form).get('channel')).trim())) form.reset();
        }}
      >
        <Field label="Subscribe to" error={fault} className="flex-1">
          {(control) => <Input {...control} name="channel" placeholder="presence-chat" autoComplete="off" />}
        </Field>
        <Button type="submit" look="plain" className="mt-[1.65rem]">
          Add
        </Button>
      </form>
    </Card>
  );
}
