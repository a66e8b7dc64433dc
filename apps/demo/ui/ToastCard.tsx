import { X } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Toast } from 'radix-ui';
import { cn } from './cn.ts';

/** A message at the edge of the page. `href` adds a link, unless that page is open. */
export interface Notice {
  /** A later message with the same topic replaces an earlier one. */
  readonly topic?: string;
  readonly title: string;
  readonly body?: string | undefined;
  readonly href?: string | undefined;
}

interface ToastCardProps extends Notice {
  /** How long it is shown, in milliseconds. @default 6000 */
  readonly duration?: number;
  readonly tone?: 'live' | 'warn';
  readonly onClose?: () => void;
}

/** A message at the edge of the page; screen readers announce it politely. */
export function ToastCard({ title, body, href, duration = 6000, tone = 'live', onClose }: ToastCardProps) {
  const isHere = usePathname() === href;
  return (
    <Toast.Root
      type="background"
      duration={duration}
      onOpenChange={(open) => !open && onClose?.()}
      className="flex animate-rise items-start gap-3 rounded-xl border bg-surface p-4 shadow-float"
    >
      <span
        aria-hidden
        className={cn('mt-1.5 size-2 shrink-0 rounded-full', tone === 'live' ? 'bg-live' : 'bg-warn')}
      />
      <div className="grid min-w-0 flex-1 gap-0.5">
        <Toast.Title className="font-medium text-sm">{title}</Toast.Title>
        {body && <Toast.Description className="text-ink-soft text-sm">{body}</Toast.Description>}
        {href && !isHere && (
          <Toast.Action altText={`Open: ${title}`} asChild>
            <Link href={href} className="mt-1 w-fit font-medium text-sm underline underline-offset-4">
              Open
            </Link>
          </Toast.Action>
        )}
      </div>
      <Toast.Close aria-label="Dismiss" className="text-ink-faint hover:text-ink">
        <X className="size-4" />
      </Toast.Close>
    </Toast.Root>
  );
}
