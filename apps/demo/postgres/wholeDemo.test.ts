import { expect, it, onTestFinished, vi } from 'vitest';
import { DemoProcess } from '../e2e/support/demoProcess.ts';
import { ProtocolServer } from '../e2e/support/protocolServer.ts';
import type { InvoiceRow } from '../features/invoices/invoices.ts';
import { createDatabase, type TestDatabase } from '../tests/support/testDatabase.ts';

async function startDemo(protocol: ProtocolServer, { env }: TestDatabase): Promise<DemoProcess> {
  const demo = await DemoProcess.start(protocol, { env });
  onTestFinished(async () => void (await demo.stop()));
  return demo;
}

async function startProtocol(): Promise<ProtocolServer> {
  const protocol = await ProtocolServer.start();
  onTestFinished(() => protocol.server.stop());
  return protocol;
}

/** Requests of one person to a running demo. */
async function signIn({ url }: DemoProcess, personId: number) {
  const json = { 'Content-Type': 'application/json' };
  const post = (path: string, body: object, headers = {}) =>
    fetch(`${url}${path}`, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });
  const answer = await post('/api/session', { personId });
  const headers = {
    Cookie: answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; '),
  };
  return {
    listInvoices: async (): Promise<readonly InvoiceRow[]> =>
      (await (await fetch(`${url}/api/invoices`, { headers })).json()).invoices,
    pay: (id: number) => post(`/api/invoices/${id}/pay`, { method: 'bank' }, headers),
  };
}

it('migrates an empty PostgreSQL, lists invoices, takes a payment and tells of it', async () => {
  const protocol = await startProtocol();
  const demo = await startDemo(protocol, await createDatabase());
  const published: string[] = [];
  protocol.server.observe((event) => {
    if (event.type === 'published') published.push(`${event.channel} ${event.event}`);
  });
  const owner = await signIn(demo, 1);
  const open = (await owner.listInvoices()).find(({ status }) => status === 'open');
  const id = open?.id ?? 0;
  expect((await owner.pay(id)).status).toBe(200);
  expect((await owner.listInvoices()).find((row) => row.id === id)?.status).toBe('paid');
  await vi.waitFor(() =>
    expect(published.toSorted()).toEqual([
      `private-invoice.${id} invoice.status.changed`,
      `private-invoice.${id} payment.received`,
      'private-user.1.invoices payment.received',
    ]),
  );
});
