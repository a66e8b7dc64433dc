'use client';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { LiveModeMark } from '@/realtime/LiveModeMark';
import { useRealtimeQuery } from '@/realtime/queryBridge';
import { usePusherEvent } from '@/realtime/realtime';
import { formatMoney } from '@/ui/format';
import { LoadFailure } from '@/ui/LoadFailure';
import { PageHeader } from '@/ui/PageHeader';
import { Pulse } from '@/ui/Pulse';
import { InvoiceActions } from './InvoiceActions.tsx';
import { InvoiceDocument } from './InvoiceDocument.tsx';
import { InvoiceTimeline } from './InvoiceTimeline.tsx';
import { notifyInvoiceUpdated } from './invoiceNotifications.ts';
import { invoiceDetailQuery } from './invoiceQueryOptions.ts';
import { StatusBadge } from './StatusBadge.tsx';

interface InvoiceViewProps {
  readonly invoiceId: string;
  readonly business: string;
  /** Where the customer pays. */
  readonly payPath: string;
}

/** An invoice and its owner's actions, kept up to date by the invoice's channel or polling. */
export function InvoiceView({ invoiceId, business, payPath }: InvoiceViewProps) {
  usePusherEvent('invoice.updated', notifyInvoiceUpdated, {
    channel: { pattern: 'private-invoice.{invoiceId}', params: { invoiceId } },
  });
  const {
    data: invoice,
    error,
    refetch,
    mode,
  } = useRealtimeQuery({
    ...invoiceDetailQuery(invoiceId),
    live: { pattern: 'private-invoice.{invoiceId}', params: { invoiceId } },
    pollInterval: 4000,
  });
  if (!invoice) return error && <LoadFailure error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <Link
        href="/app/invoices"
        className="mb-4 inline-flex items-center gap-1.5 rounded-md text-ink-soft text-sm hover:text-ink"
      >
        <ArrowLeft aria-hidden className="size-4" />
        Invoices
      </Link>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <span className="figures">{invoice.number}</span>
            <span aria-live="polite" data-status={invoice.status}>
              <Pulse on={invoice.status} className="flex rounded-full">
                <StatusBadge status={invoice.status} />
              </Pulse>
            </span>
            <LiveModeMark mode={mode} />
          </span>
        }
      >
        {invoice.customer} · {formatMoney(invoice.totalCents)}
      </PageHeader>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <InvoiceDocument invoice={invoice} from={business}>
          {invoice.note && (
            <p className="border-t px-5 py-4 text-ink-soft text-sm [overflow-wrap:anywhere] sm:px-6">
              <Pulse on={invoice.note}>{invoice.note}</Pulse>
            </p>
          )}
        </InvoiceDocument>
        <div className="grid gap-6">
          <InvoiceActions invoice={invoice} payPath={payPath} />
          <InvoiceTimeline entries={invoice.activity} />
        </div>
      </div>
    </>
  );
}
