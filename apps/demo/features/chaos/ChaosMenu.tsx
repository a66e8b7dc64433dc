'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, CloudOff, CopyPlus, MailX, ShieldX, Turtle, Unplug, Zap } from 'lucide-react';
import { callApi } from '@/http/callApi';
import { Button } from '@/ui/Button';
import { cn } from '@/ui/cn';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/ui/Menu';
import { useNotice } from '@/ui/Toasts';
import { type ChaosAction, type ChaosState, chaosQuery } from './chaos.ts';

const actions = [
  { action: 'drop', label: 'Drop every connection', icon: Unplug },
  { action: 'stop', label: 'Stop the server for 8 s', icon: CloudOff },
  { action: 'lose', label: 'Lose the next event', icon: MailX },
  { action: 'duplicate', label: 'Deliver the next event twice', icon: CopyPlus },
  { action: 'slow', label: 'Slow network for a minute', icon: Turtle },
  { action: 'rejectAuth', label: 'Reject authorization for a minute', icon: ShieldX },
] as const;

/** Causes faults, so that a visitor sees the polling fallback, how pages come right, and the connection status. */
export function ChaosMenu({ className }: { readonly className?: string }) {
  const queryClient = useQueryClient();
  const notify = useNotice();
  const { data, refetch } = useQuery(chaosQuery());
  const cause = useMutation({
    mutationFn: (action: ChaosAction) =>
      callApi<ChaosState>('/api/chaos', { method: 'POST', body: { action } }),
    onSuccess: (state) => queryClient.setQueryData(chaosQuery().queryKey, state),
    onError: ({ message }) => notify({ topic: 'chaos', title: 'The fault was not caused', body: message }),
  });
  const atWork: readonly ChaosAction[] = data?.atWork ?? [];
  return (
    <Menu
      onOpen={() => void refetch()}
      trigger={
        <Button
          look="quiet"
          size="small"
          data-chaos={atWork.join(' ')}
          className={cn('font-normal', atWork.length > 0 && 'text-warn', className)}
        >
          <Zap aria-hidden />
          Chaos
          {atWork.length > 0 && <span className="sr-only">: a fault is active</span>}
        </Button>
      }
    >
      <MenuLabel>Cause a fault</MenuLabel>
      {actions.map(({ action, label, icon: Icon }) => (
        <MenuItem key={action} onSelect={() => cause.mutate(action)}>
          <Icon aria-hidden />
          {label}
          {atWork.includes(action) && <span className="ml-auto pl-3 text-warn text-xs">now</span>}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem onSelect={() => cause.mutate('end')}>
        <CircleCheck aria-hidden />
        End all faults
      </MenuItem>
    </Menu>
  );
}
