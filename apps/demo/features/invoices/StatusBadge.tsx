import { Badge } from '@/ui/Badge';
import type { InvoiceStatus } from './invoices.ts';

const looks = {
  open: { label: 'Open', tone: 'neutral' },
  overdue: { label: 'Overdue', tone: 'bad' },
  paid: { label: 'Paid', tone: 'live' },
  void: { label: 'Void', tone: 'neutral' },
} as const;

/** The state of an invoice in a word. */
export function StatusBadge({ status }: { readonly status: InvoiceStatus }) {
  const { label, tone } = looks[status];
  return <Badge tone={tone}>{label}</Badge>;
}
