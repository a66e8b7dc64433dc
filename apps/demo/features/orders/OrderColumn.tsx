import { cn } from '@/ui/cn';
import { OrderCard } from './OrderCard.tsx';
import { type Order, type OrderStatus, orderStatusWords } from './orders.ts';

/** The orders of one status. */
export function OrderColumn({
  status,
  orders,
  isShown,
  isNew,
  movedId,
  onMove,
}: {
  readonly status: OrderStatus;
  readonly orders: readonly Order[];
  /** Whether it is the column that a narrow screen shows. */
  readonly isShown: boolean;
  readonly isNew: (place: string) => boolean;
  /** The order that was moved in this window and needs the focus. */
  readonly movedId: number | null;
  readonly onMove: (orderId: number | null) => void;
}) {
  return (
    <section
      aria-labelledby={`column-${status}`}
      data-column={status}
      className={cn(!isShown && 'max-md:hidden')}
    >
      <h2
        id={`column-${status}`}
        className="mb-3 flex items-baseline gap-2 font-medium text-sm max-md:sr-only"
      >
        {orderStatusWords[status]}
        <span className="figures font-normal text-ink-faint text-xs">{orders.length}</span>
      </h2>
      {orders.length === 0 ? (
        <p className="grid h-24 place-items-center rounded-xl border border-dashed text-ink-faint text-sm">
          Nothing here
        </p>
      ) : (
        <ol className="grid gap-3">
          {orders.map((order) => (
            <OrderCard
              key={order.id}
              order={order}
              arrived={isNew(`${order.id} ${order.status}`)}
              takesFocus={movedId === order.id}
              onMove={onMove}
            />
          ))}
        </ol>
      )}
    </section>
  );
}
