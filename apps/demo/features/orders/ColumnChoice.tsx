import { cn } from '@/ui/cn';
import { Pulse } from '@/ui/Pulse';
import { type Order, type OrderStatus, orderStatuses, orderStatusWords } from './orders.ts';

/** The id of a column's button on a narrow screen. */
export const columnButtonId = (status: OrderStatus): string => `show-${status}`;

interface ColumnChoiceProps {
  readonly orders: readonly Order[];
  readonly shown: OrderStatus;
  readonly onShow: (status: OrderStatus) => void;
}

/** On screens with room for one column: selects it, and shows how many orders are in each. Sticky. */
export function ColumnChoice({ orders, shown, onShow }: ColumnChoiceProps) {
  return (
    <fieldset className="-mx-4 sm:-mx-6 sticky top-14 z-20 mb-2 bg-paper px-4 py-2 sm:px-6 md:hidden">
      <legend className="sr-only">Orders to show</legend>
      <div className="grid grid-cols-4 gap-1 rounded-xl border bg-surface p-1">
        {orderStatuses.map((status) => {
          const count = orders.filter((order) => order.status === status).length;
          return (
            <button
              key={status}
              id={columnButtonId(status)}
              type="button"
              aria-pressed={status === shown}
              onClick={() => onShow(status)}
              className={cn(
                'grid min-h-12 content-center justify-items-center rounded-lg text-ink-soft transition-colors',
                status === shown ? 'bg-sunken text-ink ring-1 ring-line-strong' : 'hover:text-ink',
              )}
            >
              <Pulse on={count} className="figures font-semibold">
                {count}
              </Pulse>{' '}
              <span className="text-xs">{orderStatusWords[status]}</span>
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}
