import { connection } from 'next/server';
import { Suspense } from 'react';
import { listInvoices } from '@/lib/invoices';
import { pusher } from '@/lib/pusher';
import { PusherProvider } from '@/lib/realtime';
import { Invoices } from './Invoices';

export default function Page() {
  return (
    <main>
      <h1>Invoices</h1>
      <Suspense fallback={<p>Loading …</p>}>
        <LiveInvoices />
      </Suspense>
    </main>
  );
}

async function LiveInvoices() {
  await connection(); // what follows is read for each request, not at build
  return (
    <PusherProvider config={pusher.getClientConfig()} userId={null}>
      <Invoices invoices={await listInvoices()} />
    </PusherProvider>
  );
}
