import Link from 'next/link';
import { ArrivalLight } from '@/ui/ArrivalLight';
import { cn } from '@/ui/cn';
import { formatDay, formatMoney } from '@/ui/format';
import { Pulse } from '@/ui/Pulse';
import type { InvoiceRow } from './invoices.ts';
import { StatusBadge } from './StatusBadge.tsx';

/** A row of the list. The whole row links to the invoice, and lights up when it arrives. */
export function InvoiceTableRow({
  invoice,
  arrived,
}: {
  readonly invoice: InvoiceRow;
  /** Whether it was added after the list was first shown. */
  readonly arrived: boolean;
}) {
  const { id, number, customer, status, totalCents, issuedOn, dueOn } = invoice;
  return (
    <tr
      className="relative isolate transition-colors focus-within:bg-sunken/60 hover:bg-sunken/60"
      data-invoice={id}
    >
      <td className="w-full px-4 py-3.5 sm:px-5">
        {arrived && <ArrivalLight />}
        <Link
          href={`/app/invoices/${id}`}
          className="font-medium outline-none [overflow-wrap:anywhere] after:absolute after:inset-0 focus-visible:after:-outline-offset-2 focus-visible:after:outline-2 focus-visible:after:outline-focus"
        >
          {customer}
        </Link>
        <span className="figures mt-0.5 block text-ink-faint text-xs">
          {number}
          <span className="md:hidden"> · due {formatDay(dueOn)}</span>
        </span>
      </td>
      <td className="figures hidden whitespace-nowrap px-3 text-ink-soft md:table-cell">
        {formatDay(issuedOn)}
      </td>
      <td
        className={cn(
          'figures hidden whitespace-nowrap px-3 text-ink-soft md:table-cell',
          status === 'overdue' && 'text-bad',
        )}
      >
        {formatDay(dueOn)}
      </td>
      <td className="hidden px-3 sm:table-cell">
        <Pulse on={status} className="rounded-full">
          <StatusBadge status={status} />
        </Pulse>
      </td>
      <td className="whitespace-nowrap px-4 py-3.5 text-right sm:px-5">
        <span className={cn('figures font-medium', status === 'void' && 'text-ink-faint line-through')}>
          {formatMoney(totalCents)}
        </span>
        <span className="mt-1 block sm:hidden">
          <Pulse on={status}>
            <StatusBadge status={status} />
          </Pulse>
        </span>
      </td>
    </tr>
  );
}
