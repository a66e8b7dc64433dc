import { FileQuestion } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';

/** An invoice that does not exist or belongs to somebody else: the same page for both. */
export default function InvoiceNotFound() {
  return (
    <Card>
      <EmptyState
        icon={<FileQuestion />}
        heading="h1"
        title="No such invoice"
        action={
          <Button look="plain" asChild>
            <Link href="/app/invoices">All invoices</Link>
          </Button>
        }
      >
        You have no invoice at this address.
      </EmptyState>
    </Card>
  );
}
