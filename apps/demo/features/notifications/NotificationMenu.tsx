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
  granted: 'Payments are announced outside of this page too.',
  default: 'The browser will ask you first.',
  denied: 'The browser refuses them for this site. Change that in its settings.',
  unsupported: 'This browser has none.',
} as const;

/** Sounds and browser notifications: on, off, how loud. The permission is asked for on a click only. */
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
            hint="A payment rings."
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
