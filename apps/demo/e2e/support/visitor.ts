import { type APIRequestContext, type BrowserContext, expect, type Page } from '@playwright/test';
import type { InvoiceDetail, InvoiceSummary, NewInvoice } from '../../features/invoices/invoices.ts';

/** Somebody with a browser of their own. */
export class Visitor {
  readonly context: BrowserContext;
  readonly url: string;

  constructor(context: BrowserContext, url: string) {
    this.context = context;
    this.url = url;
  }

  get api(): APIRequestContext {
    return this.context.request;
  }

  async signIn(personId: number): Promise<this> {
    const answer = await this.api.post(`${this.url}/api/session`, { data: { personId } });
    expect(answer.status()).toBe(200);
    return this;
  }

  async open(path: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(`${this.url}${path}`);
    return page;
  }

  /** Opens a page and waits until its connection is live. */
  async openLive(path: string): Promise<Page> {
    const page = await this.open(path);
    await expect(page.locator('[data-connection="connected"]')).toBeVisible();
    return page;
  }

  async createInvoice(
    cents: number,
    rest: Partial<NewInvoice> = {},
  ): Promise<{ id: number; number: string }> {
    const answer = await this.api.post(`${this.url}/api/invoices`, {
      data: {
        customer: 'Juniper Hall',
        customerEmail: 'office@juniper.example',
        dueOn: '2030-01-31',
        lines: [{ description: 'Work', quantity: 1, unitCents: cents }],
        ...rest,
      },
    });
    expect(answer.status()).toBe(201);
    return answer.json();
  }

  async pay(invoiceId: number): Promise<void> {
    const answer = await this.api.post(`${this.url}/api/invoices/${invoiceId}/pay`, {
      data: { method: 'bank' },
    });
    expect(answer.status()).toBe(200);
  }

  async invoice(invoiceId: number): Promise<InvoiceDetail> {
    return (await this.api.get(`${this.url}/api/invoices/${invoiceId}`)).json();
  }

  async summary(): Promise<InvoiceSummary> {
    return (await this.api.get(`${this.url}/api/invoices/summary`)).json();
  }
}
