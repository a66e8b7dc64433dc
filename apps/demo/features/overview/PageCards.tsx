import Link from 'next/link';
import { navigation } from '@/shell/navigation';
import { PendingMark } from '@/ui/PendingMark';

/** A card for each page. */
export function PageCards() {
  return (
    <section aria-labelledby="pages" className="border-t pt-10">
      <h2 id="pages" className="mb-5 font-medium">
        Pages
      </h2>
      <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        {navigation
          .filter(({ href }) => href !== '/')
          .map(({ href, label, about, icon: Icon }) => (
            <li
              key={href}
              className="relative grid gap-2 rounded-xl border bg-surface p-5 shadow-card transition-colors focus-within:border-line-strong hover:border-line-strong has-data-pending:animate-shimmer"
            >
              <Icon aria-hidden className="mb-1 size-5 text-ink-faint" />
              <Link
                href={href}
                className="font-medium text-sm outline-none after:absolute after:inset-0 after:rounded-xl focus-visible:after:outline-2 focus-visible:after:outline-focus"
              >
                <PendingMark />
                {label}
              </Link>
              <p className="text-pretty text-ink-soft text-sm">{about}</p>
            </li>
          ))}
      </ul>
    </section>
  );
}
