'use client';
import { playNotificationSound } from '@channelkit/react/notifications';
import { InvoiceDocument } from '@/features/invoices/InvoiceDocument';
import { payableInvoiceQuery } from '@/features/invoices/invoiceQueryOptions';
import { isPayable } from '@/features/invoices/invoices';
import { StatusBadge } from '@/features/invoices/StatusBadge';
import { LiveModeMark } from '@/realtime/LiveModeMark';
import { useRealtimeQuery } from '@/realtime/queryBridge';
import { usePusherEvent } from '@/realtime/realtime';
import { formatDay, formatMoney } from '@/ui/format';
import { LoadFailure } from '@/ui/LoadFailure';
import { Pulse } from '@/ui/Pulse';
import { PaidNote } from './PaidNote.tsx';
import { PaymentForm } from './PaymentForm.tsx';

/** The amount and the payment form. Becomes the receipt once the invoice is paid, in whatever window. */
export function PayView({ invoiceId }: { readonly invoiceId: string }) {
  usePusherEvent('payment.received', (_, { id }) => playNotificationSound('success', { once: id }), {
    channel: { pattern: 'private-invoice.{invoiceId}', params: { invoiceId } },
  });
  const {
    data: invoice,
    error,
    refetch,
    mode,
  } = useRealtimeQuery({
    ...payableInvoiceQuery(invoiceId),
    live: { pattern: 'private-invoice.{invoiceId}', params: { invoiceId } },
    pollInterval: 4000,
  });
  if (!invoice) return error && <LoadFailure error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <div className="mb-8 grid gap-2">
        <p className="text-ink-soft text-sm">
          {invoice.business} · <span className="figures">{invoice.number}</span>
        </p>
        <h1 className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <span className="figures font-semibold text-4xl tracking-tight sm:text-5xl">
            {formatMoney(invoice.totalCents)}
          </span>
          <span aria-live="polite" data-status={invoice.status}>
            <Pulse on={invoice.status} className="flex rounded-full">
              <StatusBadge status={invoice.status} />
            </Pulse>
          </span>
          <LiveModeMark mode={mode} />
        </h1>
        {isPayable(invoice.status) && (
          <p className="text-ink-soft text-sm">
            Due on {formatDay(invoice.dueOn)}. Pay in full, no account needed.
          </p>
        )}
      </div>
      <div className="mb-8">
        {isPayable(invoice.status) ? <PaymentForm invoice={invoice} /> : <PaidNote invoice={invoice} />}
      </div>
      <InvoiceDocument invoice={invoice} from={invoice.business}>
        {invoice.note && (
          <p className="border-t px-5 py-4 text-ink-soft text-sm [overflow-wrap:anywhere] sm:px-6">
            <Pulse on={invoice.note}>{invoice.note}</Pulse>
          </p>
        )}
      </InvoiceDocument>
    </>
  );
}
