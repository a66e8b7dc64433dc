import type { ReactNode } from 'react';

/** The title of a page, a line about it, and its actions. */
export function PageHeader({
  title,
  children,
  actions,
}: {
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <header className="mb-8 flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
      <div className="grid min-w-0 gap-1.5">
        <h1 className="font-semibold text-2xl tracking-tight sm:text-[1.75rem]">{title}</h1>
        {children && (
          <p className="max-w-prose text-ink-soft text-sm [overflow-wrap:anywhere] sm:text-[0.9375rem]">
            {children}
          </p>
        )}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
