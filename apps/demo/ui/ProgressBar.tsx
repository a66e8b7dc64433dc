import { Progress } from 'radix-ui';

/** A progress bar. */
export function ProgressBar({ percent, label }: { readonly percent: number; readonly label: string }) {
  return (
    <Progress.Root
      value={percent}
      aria-label={label}
      className="h-1.5 overflow-hidden rounded-full bg-sunken"
    >
      <Progress.Indicator
        className="h-full rounded-full bg-live transition-[width] duration-500 motion-reduce:transition-none"
        style={{ width: `${percent}%` }}
      />
    </Progress.Root>
  );
}
