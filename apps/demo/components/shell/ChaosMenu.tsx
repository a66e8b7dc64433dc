'use client';
import { useMutation } from '@tanstack/react-query';
import { CircleCheck, CloudOff, ShieldX, Turtle, Unplug, Zap } from 'lucide-react';
import { Button } from '@/components/ui/Button';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/Menu';
import { callApi } from '@/lib/api';
import type { ChaosAction, ChaosState } from '@/lib/chaos';
import { cn } from '@/lib/classNames';

const actions = [
  { action: 'drop', label: 'Drop every connection', icon: Unplug },
  { action: 'stop', label: 'Stop the server for 8 s', icon: CloudOff },
  { action: 'slow', label: 'Slow network', icon: Turtle },
  { action: 'rejectAuth', label: 'Reject authorisation', icon: ShieldX },
] as const;

/** Makes things go wrong, so that a visitor sees the fallback, the catch-up and the honest status. */
export function ChaosMenu() {
  const cause = useMutation({
    mutationFn: (action: ChaosAction) =>
      callApi<ChaosState>('/api/chaos', { method: 'POST', body: { action } }),
  });
  const isDisturbed = (cause.data?.faults.length ?? 0) > 0;
  return (
    <Menu
      trigger={
        <Button
          look="quiet"
          size="icon"
          aria-label="Chaos"
          className={cn('max-sm:hidden', isDisturbed && 'text-warn')}
        >
          <Zap />
        </Button>
      }
    >
      <MenuLabel>Make something go wrong</MenuLabel>
      {actions.map(({ action, label, icon: Icon }) => (
        <MenuItem key={action} onSelect={() => cause.mutate(action)}>
          <Icon aria-hidden />
          {label}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem onSelect={() => cause.mutate('end')}>
        <CircleCheck aria-hidden />
        All well again
      </MenuItem>
    </Menu>
  );
}
