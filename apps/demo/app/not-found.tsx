import { Compass } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';

export const metadata: Metadata = { title: 'Nothing here' };

/** The page for unknown addresses. */
export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        icon={<Compass />}
        heading="h1"
        title="Nothing here"
        action={
          <Button look="plain" asChild>
            <Link href="/">Overview</Link>
          </Button>
        }
      >
        There is no page at this address.
      </EmptyState>
    </main>
  );
}
