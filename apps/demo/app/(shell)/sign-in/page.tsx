import type { Metadata } from 'next';
import { PersonChoice } from '@/features/session/PersonChoice';
import { listPeople } from '@/features/session/peopleQueries.server';
import { readDestination } from '@/features/session/readDestination';
import { PageHeader } from '@/ui/PageHeader';

export const metadata: Metadata = { title: 'Sign in' };

/** `/sign-in?next=`: continue as one of the demo's people. */
export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { next } = await searchParams;
  const destination = readDestination(next) ?? '/app/invoices';
  return (
    <div className="mx-auto max-w-xl">
      <PageHeader title="Who are you today?">
        Each person sees only their own data. All windows of a browser share one person; open a private window
        to be somebody else at the same time.
      </PageHeader>
      <PersonChoice people={await listPeople()} destination={destination} />
    </div>
  );
}
