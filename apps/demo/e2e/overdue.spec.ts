import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { DemoProcess } from './support/demoProcess.ts';
import { expectStatus, rowOf } from './support/invoicePages.ts';
import { expect, test } from './support/test.ts';
import { Visitor } from './support/visitor.ts';

const clock = pathToFileURL(path.join(import.meta.dirname, 'support/settableClock.ts')).href;

test('open pages show an invoice overdue when its due day has passed', async ({ browser }) => {
  const demo = await DemoProcess.start(undefined, { env: { NODE_OPTIONS: `--import=${clock}` } });
  const owner = await new Visitor(await browser.newContext(), demo.url).signIn(1);
  const { id } = await owner.createInvoice(17_00, { dueOn: new Date().toISOString().slice(0, 10) });
  const list = await owner.openLive('/app/invoices');
  const detail = await owner.openLive(`/app/invoices/${id}`);
  await expectStatus(detail, 'open');
  await expect(rowOf(list, id)).toContainText('Open');
  for (const page of [list, detail]) await expect(page.locator('[data-mode="live"]')).toBeVisible();

  demo.signal();
  await expect(rowOf(list, id)).toContainText('Overdue', { timeout: 45_000 });
  await expectStatus(detail, 'overdue');
  await expect(detail.getByText('Marked as overdue')).toBeVisible();
  await owner.context.close();
  expect(await demo.stop()).toBe(0);
});
