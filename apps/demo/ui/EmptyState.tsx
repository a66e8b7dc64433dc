import type { ReactNode } from 'react';

/** Shown in place of an empty list or page, with an action if there is one. */
export function EmptyState({
  icon,
  title,
  children,
  action,
  heading: Heading = 'h2',
}: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  /** "h1" if it is the whole page. @default "h2" */
  readonly heading?: 'h1' | 'h2';
}) {
  return (
    <div className="grid justify-items-center gap-2 px-6 py-16 text-center">
      <span className="mb-2 grid size-12 place-items-center rounded-full bg-sunken text-ink-faint [&_svg]:size-5">
        {icon}
      </span>
      <Heading className="font-semibold text-base tracking-tight">{title}</Heading>
      <p className="max-w-sm text-balance text-ink-soft text-sm">{children}</p>
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}
