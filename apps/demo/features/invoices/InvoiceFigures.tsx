'use client';
import { useQuery } from '@tanstack/react-query';
import { Card } from '@/ui/Card';
import { cn } from '@/ui/cn';
import { formatMoney } from '@/ui/format';
import { Pulse } from '@/ui/Pulse';
import { Skeleton } from '@/ui/Skeleton';
import { invoiceSummaryQuery } from './invoiceQueryOptions.ts';

/** The totals: outstanding, overdue, paid, billed. Each lights up when it changes. */
export function InvoiceFigures() {
  const { data } = useQuery(invoiceSummaryQuery());
  const figures = [
    { label: 'Outstanding', cents: data?.outstandingCents },
    { label: 'Overdue', cents: data?.overdueCents },
    { label: 'Paid', cents: data?.paidCents },
    { label: 'Total billed', cents: data?.totalCents },
  ];
  return (
    <Card
      aria-label="Figures"
      className="mb-6 grid grid-cols-2 gap-px overflow-hidden bg-line lg:grid-cols-4"
    >
      {figures.map(({ label, cents }, index) => (
        <dl key={label} className="grid gap-1 bg-surface px-4 py-4 sm:px-5">
          <dt className="eyebrow">{label}</dt>
          <dd
            className={cn(
              'figures font-semibold text-lg tracking-tight sm:text-xl',
              index > 0 && 'font-medium',
            )}
          >
            {cents === undefined ? (
              <Skeleton className="my-1 h-5 w-24" />
            ) : (
              <Pulse on={cents}>{formatMoney(cents)}</Pulse>
            )}
          </dd>
        </dl>
      ))}
    </Card>
  );
}
