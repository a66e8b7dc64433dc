'use client';
import { useEffect, useRef } from 'react';
import { ArrivalLight } from '@/ui/ArrivalLight';
import { BusyButton } from '@/ui/BusyButton';
import { cn } from '@/ui/cn';
import { formatClock } from '@/ui/format';
import { columnButtonId } from './ColumnChoice.tsx';
import { nextStatus, type Order } from './orders.ts';
import { useMoveOrder } from './useOrderMutations.ts';

const steps = { preparing: 'Start', ready: 'Ready', served: 'Serve' } as const;

interface OrderCardProps {
  readonly order: Order;
  readonly arrived: boolean;
  /** Whether it was moved to this column in this window. */
  readonly takesFocus: boolean;
  /** Called with the id when the order is moved in this window, and with null when its card has the focus. */
  readonly onMove: (orderId: number | null) => void;
}

/** One order with its dishes and its next step. Lights up in the column where it arrives. */
export function OrderCard({ order, arrived, takesFocus, onMove }: OrderCardProps) {
  const card = useRef<HTMLLIElement>(null);
  const move = useMoveOrder();
  const next = nextStatus(order.status);
  useEffect(() => {
    // The pressed button is gone, and a narrow screen may hide the card. If the person has moved the focus meanwhile, leave it.
    if (!takesFocus || document.activeElement !== document.body) return;
    const arrival = card.current?.checkVisibility()
      ? card.current
      : document.getElementById(columnButtonId(order.status));
    arrival?.focus();
    onMove(null);
  }, [takesFocus, onMove, order.status]);
  return (
    <li
      ref={card}
      tabIndex={-1}
      data-order={order.id}
      className={cn(
        'relative isolate rounded-xl border bg-surface p-4 shadow-card md:max-xl:p-3',
        !next && 'bg-transparent shadow-none',
      )}
    >
      {arrived && <ArrivalLight className="rounded-xl" />}
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-2">
        <h3 className="font-medium text-sm">Table {order.tableNumber}</h3>
        <span className="figures text-ink-faint text-xs">
          #{order.number} · <time dateTime={order.createdAt}>{formatClock(order.createdAt)}</time>
        </span>
      </div>
      <ul className="grid gap-0.5 text-ink-soft text-sm">
        {order.items.map(({ name, quantity }) => (
          <li key={name} className="flex gap-2">
            <span className="figures w-6 shrink-0 text-ink-faint">{quantity}×</span>
            {name}
          </li>
        ))}
      </ul>
      {next && next !== 'new' && (
        <BusyButton
          look="plain"
          size="small"
          className="mt-3 w-full"
          busy={move.isPending}
          aria-label={`${steps[next]} order ${order.number}`}
          onClick={() => {
            onMove(order.id);
            move.mutate({ id: order.id, status: next });
          }}
        >
          {steps[next]}
        </BusyButton>
      )}
      {move.error && (
        <p role="alert" className="mt-2 text-bad text-xs">
          {move.error.message}
        </p>
      )}
    </li>
  );
}
