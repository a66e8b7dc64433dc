import type { Metadata } from 'next';
import { PersonChoice } from '@/components/shell/PersonChoice';
import { PageHeader } from '@/components/ui/PageHeader';
import { listPeople } from '@/lib/server/peopleQueries';

export const metadata: Metadata = { title: 'Sign in' };

/** `/sign-in?next=`: continue as one of the demo's people. */
export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { next } = await searchParams;
  // Only a path of this site: "//host" would lead away.
  const destination = typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/app/invoices';
  return (
    <div className="mx-auto max-w-xl">
      <PageHeader title="Who are you today?">
        Each person sees their own data only. Open a second window to be somebody else.
      </PageHeader>
      <PersonChoice people={await listPeople()} destination={destination} />
    </div>
  );
}
