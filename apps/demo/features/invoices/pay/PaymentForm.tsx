'use client';
import { CreditCard, Landmark } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { useState } from 'react';
import { type PayableInvoice, type PaymentMethod, paymentMethods } from '@/features/invoices/invoices';
import { BusyButton } from '@/ui/BusyButton';
import { formatMoney } from '@/ui/format';
import { usePayInvoice } from './usePayInvoice.ts';

const looks = {
  card: { label: 'Card', hint: 'Ending in 4242', icon: CreditCard },
  bank: { label: 'Bank transfer', hint: 'From your saved account', icon: Landmark },
} as const;

/** The payment method and the button. Pressing it twice pays once. */
export function PaymentForm({ invoice }: { readonly invoice: PayableInvoice }) {
  const [method, setMethod] = useState<PaymentMethod>('card');
  const pay = usePayInvoice(String(invoice.id));
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!pay.isPending) pay.mutate(method);
      }}
    >
      <RadioGroup.Root
        aria-label="Payment method"
        value={method}
        onValueChange={(value) => setMethod(paymentMethods.find((known) => known === value) ?? 'card')}
        className="grid gap-3 sm:grid-cols-2"
      >
        {paymentMethods.map((value) => {
          const { label, hint, icon: Icon } = looks[value];
          return (
            <RadioGroup.Item
              key={value}
              value={value}
              className="group flex items-center gap-3 rounded-xl border bg-surface p-4 text-left shadow-card transition-colors hover:border-line-strong data-[state=checked]:border-ink"
            >
              <Icon aria-hidden className="size-5 shrink-0 text-ink-soft" />
              <span className="grid flex-1">
                <span className="font-medium text-sm">{label}</span>
                <span className="text-ink-faint text-xs">{hint}</span>
              </span>
              <span className="grid size-4 place-items-center rounded-full border border-line-strong group-data-[state=checked]:border-ink">
                <RadioGroup.Indicator className="size-2 rounded-full bg-ink" />
              </span>
            </RadioGroup.Item>
          );
        })}
      </RadioGroup.Root>
      <BusyButton type="submit" size="large" busy={pay.isPending}>
        {pay.isPending ? 'Paying…' : `Pay ${formatMoney(invoice.totalCents)}`}
      </BusyButton>
      <p
        className={pay.error ? 'text-bad text-sm' : 'text-ink-faint text-xs'}
        role={pay.error ? 'alert' : undefined}
      >
        {pay.error?.message ?? 'This is a demo. No money is transferred.'}
      </p>
    </form>
  );
}
