import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import { cookies } from 'next/headers';
import { Happenings } from '@/components/happenings/Happenings';
import { ConnectionMark } from '@/components/realtime/ConnectionMark';
import { Brand } from '@/components/shell/Brand';
import { Broadcasts } from '@/components/shell/Broadcasts';
import { ChaosMenu } from '@/components/shell/ChaosMenu';
import { NavLinks } from '@/components/shell/NavLinks';
import { NotificationMenu } from '@/components/shell/NotificationMenu';
import { OwnInvoicesLive } from '@/components/shell/OwnInvoicesLive';
import { PersonMenu } from '@/components/shell/PersonMenu';
import { PhoneMenu } from '@/components/shell/PhoneMenu';
import { SupportDesk } from '@/components/shell/SupportDesk';
import { ThemeMenu } from '@/components/shell/ThemeMenu';
import { chatQuery } from '@/lib/chatQuery';
import { invoiceSummaryQuery } from '@/lib/invoiceQueries';
import { makeQueryClient } from '@/lib/queryClient';
import { disturbableServer } from '@/lib/server/chaosCommands';
import { listMessages } from '@/lib/server/chatQueries';
import { summarizeInvoices } from '@/lib/server/invoiceQueries';
import { listPeople } from '@/lib/server/peopleQueries';
import { getPerson } from '@/lib/server/session';
import { readTheme, themeCookie } from '@/lib/theme';

/** Sidebar, top bar and the page between them. */
export default async function ShellLayout({ children }: LayoutProps<'/'>) {
  const person = await getPerson();
  const people = await listPeople();
  const theme = readTheme((await cookies()).get(themeCookie)?.value);
  const hasChaos = person !== null && (await disturbableServer()) !== null;
  const queryClient = makeQueryClient();
  if (person)
    await queryClient.prefetchQuery({
      ...invoiceSummaryQuery(),
      queryFn: () => summarizeInvoices(person.id),
    });
  if (person?.role === 'agent')
    await queryClient.prefetchQuery({
      ...chatQuery(),
      queryFn: async () => ({ messages: await listMessages() }),
    });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      {person && <OwnInvoicesLive userId={String(person.id)} />}
      {person && <Broadcasts />}
      {person?.role === 'agent' && <SupportDesk userId={String(person.id)} />}
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-50 focus:rounded-lg focus:bg-action focus:px-4 focus:py-2 focus:text-on-action"
      >
        Skip to the content
      </a>
      <div className="lg:grid lg:min-h-dvh lg:grid-cols-[15.5rem_minmax(0,1fr)]">
        <aside className="sticky top-0 hidden h-dvh flex-col gap-7 border-r p-4 lg:flex">
          <div className="px-2 pt-1.5">
            <Brand />
          </div>
          <NavLinks person={person} />
          <div className="mt-auto">
            <PersonMenu person={person} people={people} />
          </div>
        </aside>
        <div className="min-w-0">
          <header className="sticky top-0 z-30 border-b bg-paper lg:border-transparent">
            <div className="mx-auto flex h-14 max-w-6xl items-center gap-1.5 px-4 sm:px-6 lg:px-10">
              <PhoneMenu person={person}>
                {hasChaos && <ChaosMenu className="mb-3 w-full justify-start sm:hidden" />}
                <PersonMenu person={person} people={people} />
              </PhoneMenu>
              <div className="lg:hidden">
                <Brand />
              </div>
              <div className="ml-auto flex items-center gap-1">
                <ConnectionMark />
                {hasChaos && <ChaosMenu className="max-sm:hidden" />}
                <Happenings />
                <NotificationMenu />
                <ThemeMenu initial={theme} />
              </div>
            </div>
          </header>
          <main
            id="content"
            tabIndex={-1}
            className="mx-auto max-w-6xl px-4 pt-6 pb-20 outline-none sm:px-6 lg:px-10 lg:pt-8"
          >
            {children}
          </main>
        </div>
      </div>
    </HydrationBoundary>
  );
}
