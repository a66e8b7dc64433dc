'use client';
import {
  playNotificationSound,
  requestNotificationPermission,
  useNotificationSettings,
} from '@channelkit/react/notifications';
import { Bell, BellOff } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useEffect } from 'react';
import { Button } from '@/ui/Button';
import { SwitchRow } from '@/ui/SwitchRow';
import { changePreferences, restorePreferences } from './notificationPreferences.ts';

const explanations = {
  granted: 'Payments are also announced outside this page.',
  default: 'Your browser will ask for permission.',
  denied: 'Your browser blocks them for this site. You can change that in its settings.',
  unsupported: 'This browser does not support them.',
} as const;

/** Settings for sounds and browser notifications. Asks for the permission only on a click. */
export function NotificationMenu() {
  const { sound, volume, browser, permission } = useNotificationSettings();
  useEffect(restorePreferences, []);
  const Icon = sound ? Bell : BellOff;
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button look="quiet" size="icon" aria-label="Sounds and notifications">
          <Icon />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label="Sounds and notifications"
          align="end"
          sideOffset={8}
          collisionPadding={12}
          className="z-50 grid w-72 animate-fade gap-4 rounded-xl border bg-surface p-4 shadow-float"
        >
          <SwitchRow
            label="Sounds"
            hint="Play a sound for each payment."
            checked={sound}
            onChange={(on) => changePreferences({ sound: on })}
          />
          <label className="grid gap-1.5 text-ink-soft text-xs">
            Volume
            <input
              type="range"
              min={0}
              max={1}
              step={0.1}
              value={volume}
              disabled={!sound}
              className="accent-ink"
              onChange={(event) => changePreferences({ volume: event.target.valueAsNumber })}
              onPointerUp={() => playNotificationSound('info')}
            />
          </label>
          <SwitchRow
            label="Browser notifications"
            hint={explanations[permission]}
            checked={browser && permission === 'granted'}
            disabled={permission === 'denied' || permission === 'unsupported'}
            onChange={(on) => {
              changePreferences({ browser: on });
              if (on) void requestNotificationPermission();
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
