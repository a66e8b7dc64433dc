import type { Metadata } from 'next';
import { PersonChoice } from '@/components/shell/PersonChoice';
import { PageHeader } from '@/components/ui/PageHeader';
import { readDestination } from '@/lib/destination';
import { listPeople } from '@/lib/server/peopleQueries';

export const metadata: Metadata = { title: 'Sign in' };

/** `/sign-in?next=`: continue as one of the demo's people. */
export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { next } = await searchParams;
  const destination = readDestination(next) ?? '/app/invoices';
  return (
    <div className="mx-auto max-w-xl">
      <PageHeader title="Who are you today?">
        Each person sees their own data only. Open a private window to be somebody else at the same time: the
        windows of one browser share one person.
      </PageHeader>
      <PersonChoice people={await listPeople()} destination={destination} />
    </div>
  );
}
