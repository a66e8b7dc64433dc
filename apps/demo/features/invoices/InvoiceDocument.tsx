import type { ReactNode } from 'react';
import { Card } from '@/ui/Card';
import { formatDay, formatMoney } from '@/ui/format';
import type { InvoiceDetail, PayableInvoice } from './invoices.ts';

interface InvoiceDocumentProps {
  readonly invoice: InvoiceDetail | PayableInvoice;
  /** The business that sends the invoice. */
  readonly from: string;
  /** Shown under the total. */
  readonly children?: ReactNode;
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="grid min-w-0 content-start gap-0.5">
      <dt className="eyebrow">{label}</dt>
      <dd className="figures text-sm [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

/** The invoice as a document: parties, dates, lines, total. */
export function InvoiceDocument({ invoice, from, children }: InvoiceDocumentProps) {
  return (
    <Card aria-label={`Invoice ${invoice.number}`} className="overflow-hidden">
      <dl className="grid grid-cols-2 gap-5 border-b p-5 sm:grid-cols-4 sm:p-6">
        <Fact label="From">{from}</Fact>
        <Fact label="To">{invoice.customer}</Fact>
        <Fact label="Issued">{formatDay(invoice.issuedOn)}</Fact>
        <Fact label="Due">{formatDay(invoice.dueOn)}</Fact>
      </dl>
      <table className="w-full text-sm">
        <caption className="sr-only">Lines</caption>
        <thead className="text-left text-ink-faint text-xs">
          <tr className="border-b">
            <th scope="col" className="px-5 py-2.5 font-normal sm:px-6">
              Description
            </th>
            <th scope="col" className="px-3 py-2.5 text-right font-normal">
              Qty
            </th>
            <th scope="col" className="hidden px-3 py-2.5 text-right font-normal sm:table-cell">
              Each
            </th>
            <th scope="col" className="px-5 py-2.5 text-right font-normal sm:px-6">
              Amount
            </th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {invoice.lines.map((line) => (
            <tr key={line.id}>
              <td className="w-full px-5 py-3 [overflow-wrap:anywhere] sm:px-6">{line.description}</td>
              <td className="figures px-3 text-right text-ink-soft">{line.quantity}</td>
              <td className="figures hidden px-3 text-right text-ink-soft sm:table-cell">
                {formatMoney(line.unitCents)}
              </td>
              <td className="figures px-5 text-right sm:px-6">
                {formatMoney(line.quantity * line.unitCents)}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t bg-sunken/50">
            <th scope="row" colSpan={2} className="px-5 py-4 text-left font-medium sm:px-6">
              Total
            </th>
            <td className="hidden sm:table-cell" />
            <td className="figures whitespace-nowrap px-5 text-right font-semibold text-base sm:px-6">
              {formatMoney(invoice.totalCents)}
            </td>
          </tr>
        </tfoot>
      </table>
      {children}
    </Card>
  );
}
