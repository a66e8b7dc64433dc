import { HydratePositions } from '@channelkit/react';
import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import { cookies } from 'next/headers';
import { ChaosMenu } from '@/features/chaos/ChaosMenu';
import { disturbableServer } from '@/features/chaos/chaosCommands.server';
import { listMessages } from '@/features/chat/chatQueries.server';
import { chatQuery } from '@/features/chat/chatQueryOptions';
import { SupportDesk } from '@/features/chat/SupportDesk';
import { Broadcasts } from '@/features/classes/Broadcasts';
import { Happenings } from '@/features/happenings/Happenings';
import { summarizeInvoices } from '@/features/invoices/invoiceQueries.server';
import { invoiceSummaryQuery } from '@/features/invoices/invoiceQueryOptions';
import { OwnInvoicesLive } from '@/features/invoices/OwnInvoicesLive';
import { NotificationMenu } from '@/features/notifications/NotificationMenu';
import { PersonMenu } from '@/features/session/PersonMenu';
import { listPeople } from '@/features/session/peopleQueries.server';
import { getPerson } from '@/features/session/session.server';
import { ConnectionMark } from '@/realtime/ConnectionMark';
import { makeQueryClient } from '@/realtime/makeQueryClient';
import { getEventLog } from '@/server/eventLog';
import { Brand } from '@/shell/Brand';
import { NavLinks } from '@/shell/NavLinks';
import { PhoneMenu } from '@/shell/PhoneMenu';
import { ThemeMenu } from '@/shell/ThemeMenu';
import { readTheme, themeCookie } from '@/shell/theme';

/** Sidebar, top bar and the page between them. */
export default async function ShellLayout({ children }: LayoutProps<'/'>) {
  const person = await getPerson();
  const people = await listPeople();
  const theme = readTheme((await cookies()).get(themeCookie)?.value);
  const hasChaos = person !== null && (await disturbableServer()) !== null;
  const positions = await getEventLog().positions([
    ...(person ? ([`private-user.${person.id}.invoices`, 'private-admin-channel'] as const) : []),
    ...(person?.role === 'agent' ? (['private-chat-channel'] as const) : []),
  ]);
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
    <HydratePositions positions={positions}>
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
    </HydratePositions>
  );
}
