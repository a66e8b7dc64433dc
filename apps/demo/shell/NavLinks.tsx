'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { UnreadCount } from '@/features/chat/UnreadCount';
import { OutstandingCount } from '@/features/invoices/OutstandingCount';
import type { Person } from '@/features/session/people';
import { cn } from '@/ui/cn';
import { PendingMark } from '@/ui/PendingMark';
import { navigation } from './navigation.ts';

/** The links to all pages; the current one is marked. */
export function NavLinks({
  person,
  onStay,
}: {
  readonly person: Person | null;
  /** Called when the link to the current page is followed. */
  readonly onStay?: () => void;
}) {
  const path = usePathname();
  return (
    <nav aria-label="Pages" className="grid gap-0.5">
      {navigation.map(({ href, label, icon: Icon }) => {
        const open = href === '/' ? path === '/' : path.startsWith(href);
        return (
          <Link
            key={href}
            href={href}
            {...(onStay && path === href && { onClick: onStay })}
            aria-current={open ? 'page' : undefined}
            className={cn(
              'flex h-9 items-center gap-2.5 rounded-lg px-2.5 text-ink-soft text-sm transition-colors hover:bg-sunken hover:text-ink has-data-pending:animate-shimmer has-data-pending:bg-sunken has-data-pending:text-ink',
              open && 'bg-sunken font-medium text-ink',
            )}
          >
            <PendingMark />
            <Icon aria-hidden className="size-4 shrink-0" />
            <span className="flex-1">{label}</span>
            {person && href === '/app/invoices' && <OutstandingCount />}
            {person?.role === 'agent' && href === '/chat' && <UnreadCount userId={String(person.id)} />}
          </Link>
        );
      })}
    </nav>
  );
}
