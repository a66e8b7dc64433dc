'use client';
import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { CopyButton } from '@/ui/CopyButton';
import { EditInvoice } from './EditInvoice.tsx';
import { type InvoiceDetail, isPayable } from './invoices.ts';
import { RecordPayment } from './RecordPayment.tsx';
import { VoidInvoice } from './VoidInvoice.tsx';

interface InvoiceActionsProps {
  readonly invoice: InvoiceDetail;
  readonly payPath: string;
}

/** The owner's actions: share the pay link, record a payment, edit, void. */
export function InvoiceActions({ invoice, payPath }: InvoiceActionsProps) {
  const [dialog, setDialog] = useState<'pay' | 'edit' | 'void' | null>(null);
  const payable = isPayable(invoice.status);
  return (
    <Card aria-label="Actions" className="grid gap-4 p-5">
      <div className="grid gap-1">
        <h2 className="font-medium text-sm">Pay link</h2>
        <p className="text-ink-soft text-sm">
          Anyone with the link can see and pay this invoice, and nothing else.
        </p>
      </div>
      <div className="flex gap-2">
        <CopyButton path={payPath} label="Copy link" className="flex-1" />
        <Button look="plain" size="medium" asChild>
          <a href={payPath} target="_blank" rel="noreferrer">
            <ExternalLink aria-hidden />
            Open
          </a>
        </Button>
      </div>
      {payable && (
        <div className="grid gap-2 border-t pt-4">
          <Button onClick={() => setDialog('pay')}>Record payment</Button>
          <div className="grid grid-cols-2 gap-2">
            <Button look="plain" onClick={() => setDialog('edit')}>
              Edit
            </Button>
            <Button look="danger" onClick={() => setDialog('void')}>
              Void
            </Button>
          </div>
        </div>
      )}
      {dialog === 'pay' && <RecordPayment invoice={invoice} onClose={() => setDialog(null)} />}
      {dialog === 'edit' && <EditInvoice invoice={invoice} onClose={() => setDialog(null)} />}
      {dialog === 'void' && <VoidInvoice invoice={invoice} onClose={() => setDialog(null)} />}
    </Card>
  );
}
