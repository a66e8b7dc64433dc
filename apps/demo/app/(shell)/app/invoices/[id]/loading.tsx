import { Skeleton } from '@/ui/Skeleton';

/** The invoice before its data is there. */
export default function InvoiceLoading() {
  return (
    <div role="status" aria-label="Loading">
      <Skeleton className="mb-5 h-5 w-20" />
      <Skeleton className="mb-3 h-8 w-52" />
      <Skeleton className="mb-8 h-5 w-64" />
      <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <Skeleton className="h-80 w-full rounded-xl" />
        <Skeleton className="h-56 w-full rounded-xl" />
      </div>
    </div>
  );
}
