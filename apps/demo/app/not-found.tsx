import { Compass } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/Button';
import { EmptyState } from '@/components/ui/EmptyState';

/** Any address that leads nowhere. */
export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        icon={<Compass />}
        title="Nothing here"
        action={
          <Button look="plain" asChild>
            <Link href="/">Overview</Link>
          </Button>
        }
      >
        There is no page under this address.
      </EmptyState>
    </main>
  );
}
