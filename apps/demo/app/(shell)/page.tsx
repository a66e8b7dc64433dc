import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { disturbableServer } from '@/features/chaos/chaosCommands.server';
import { LivePanel } from '@/features/overview/LivePanel';
import { PageCards } from '@/features/overview/PageCards';
import { Steps } from '@/features/overview/Steps';
import { getPerson } from '@/features/session/session.server';
import { Button } from '@/ui/Button';

/** `/`: what this is, what to try, and what is live. */
export default async function StartPage() {
  const person = await getPerson();
  return (
    <>
      <div className="grid items-center gap-10 pt-4 pb-14 lg:grid-cols-[minmax(0,1fr)_22rem] lg:pt-10">
        <div>
          <h1 className="max-w-xl text-balance font-semibold text-4xl leading-[1.08] tracking-[-0.03em] sm:text-5xl">
            Pages that update themselves.
          </h1>
          <p className="mt-5 max-w-lg text-pretty text-ink-soft leading-relaxed">
            ChannelKit keeps React pages up to date with Pusher Channels, or any server that speaks its
            protocol. Change something in one window and watch the other. Then pull the plug: as soon as the
            connection is back, the page catches up.
          </p>
          <div className="mt-8 flex flex-wrap gap-3">
            <Button size="large" asChild>
              <Link href="/app/invoices">
                {person ? 'Open invoices' : 'Try it'}
                <ArrowRight aria-hidden />
              </Link>
            </Button>
            {!person && (
              <Button look="plain" size="large" asChild>
                <Link href="/sign-in">Choose a person</Link>
              </Button>
            )}
          </div>
        </div>
        <LivePanel userId={person ? String(person.id) : null} />
      </div>
      <Steps canStopServer={(await disturbableServer()) !== null} />
      <PageCards />
    </>
  );
}
