import { Card } from '@/ui/Card';
import { Skeleton } from '@/ui/Skeleton';

/** The list before its data is there, in the same sizes. */
export default function InvoicesLoading() {
  return (
    <div role="status" aria-label="Loading">
      <Skeleton className="mb-3 h-8 w-40" />
      <Skeleton className="mb-8 h-5 w-72 max-w-full" />
      <Skeleton className="mb-6 h-[5.25rem] w-full rounded-xl" />
      <Card className="grid gap-6 p-5">
        {[0, 1, 2, 3, 4, 5].map((row) => (
          <Skeleton key={row} className="h-9 w-full" />
        ))}
      </Card>
    </div>
  );
}
