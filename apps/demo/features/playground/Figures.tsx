import type { ReactNode } from 'react';
import { Card } from '@/ui/Card';
import { Pulse } from '@/ui/Pulse';

/** A row of figures. Each lights up when it changes; `children` come first. */
export function Figures({
  label,
  figures,
  children,
}: {
  readonly label: string;
  readonly figures: Readonly<Record<string, string | number>>;
  readonly children?: ReactNode;
}) {
  return (
    <Card aria-label={label} className="mb-4 overflow-hidden">
      <h2 className="border-b px-4 py-2.5 font-medium text-sm sm:px-5">{label}</h2>
      <dl className="grid grid-cols-2 gap-px bg-line lg:grid-cols-4">
        {children}
        {Object.entries(figures).map(([name, value]) => (
          <div key={name} className="grid gap-1 bg-surface px-4 py-3.5 sm:px-5">
            <dt className="eyebrow">{name}</dt>
            <dd className="figures font-medium text-lg" data-figure={name}>
              <Pulse on={value}>{value}</Pulse>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
