import { request } from '@playwright/test';
import { DemoProcess } from './support/demoProcess.ts';
import { expect, test } from './support/test.ts';
import type { Visitor } from './support/visitor.ts';

/** The pay link of an invoice, as its owner's page shows it. */
async function payLink(owner: Visitor): Promise<string> {
  const { id } = await owner.createInvoice(5_00);
  const html = await (await owner.api.get(`${owner.url}/app/invoices/${id}`)).text();
  return /\/pay\/\d+\?token=[\w.-]+/.exec(html)?.[0] ?? '';
}

test('a pay token is kept only if it is valid, and the address is clean afterwards (14)', async ({
  visit,
}) => {
  const link = await payLink(await visit(1));
  const payer = await visit();
  const open = (path: string) => payer.api.get(`${payer.url}${path}`, { maxRedirects: 0 });
  for (const forged of [
    link.replace('token=', 'token=x'),
    `${link}x`,
    `${link.split('=')[0]}=${'x'.repeat(9000)}`,
  ]) {
    const refused = await open(forged);
    expect(refused.status()).toBe(404);
    expect(refused.headers()['set-cookie']).toBeUndefined();
  }
  const kept = await open(link);
  expect(kept.status()).toBe(303);
  expect(new URL(kept.headers().location ?? '', payer.url).href).toBe(`${payer.url}${link.split('?')[0]}`);
  expect(kept.headers()['set-cookie']).toMatch(/HttpOnly/i);
  const page = await payer.open(link);
  expect(new URL(page.url()).search).toBe('');
  await expect(page.getByRole('button', { name: 'Pay €5.00' })).toBeVisible();
});

test('a browser keeps its ten latest pay links, so that no site can fill it with cookies (14)', async ({
  visit,
}) => {
  const owner = await visit(1);
  const payer = await visit();
  const links: string[] = [];
  for (let count = 0; count < 12; count++) links.push(await payLink(owner));
  for (const link of links) expect((await payer.api.get(`${payer.url}${link}`)).status()).toBe(200);
  const cookies = (await payer.context.cookies()).filter(({ name }) => name.startsWith('pay_'));
  expect(cookies).toHaveLength(10);
  const address = (link: string | undefined) => `${payer.url}${link?.split('?')[0]}`;
  expect((await payer.api.get(address(links[0]))).status()).toBe(404);
  expect((await payer.api.get(address(links.at(-1)))).status()).toBe(200);
});

test('a session ends with signing out, also where its cookie was copied (14)', async ({ visit, demo }) => {
  const ada = await visit(1);
  const thief = await visit();
  await thief.context.addCookies(await ada.context.cookies());
  const person = async (visitor: Visitor) =>
    (await (await visitor.api.get(`${demo.url}/api/session`)).json()).person?.id ?? null;
  expect([await person(ada), await person(thief)]).toEqual([1, 1]);
  expect((await ada.api.delete(`${demo.url}/api/session`)).status()).toBe(204);
  expect([await person(ada), await person(thief)]).toEqual([null, null]);
  expect((await thief.api.get(`${demo.url}/api/invoices`)).status()).toBe(401);
});

test('signing in as somebody else ends the session before it (14)', async ({ visit, demo }) => {
  const ada = await visit(1);
  const thief = await visit();
  await thief.context.addCookies(await ada.context.cookies());
  await ada.signIn(2);
  expect((await thief.api.get(`${demo.url}/api/invoices`)).status()).toBe(401);
});

test('a foreign name that leads to this machine signs nobody in and changes nothing (14)', async ({
  visit,
  demo,
}) => {
  const ada = await visit(1);
  const headers = { Host: 'rebound.example', Origin: 'http://rebound.example' };
  const post = async (path: string, options: object) =>
    (await ada.api.post(`${demo.url}/api/${path}`, { ...options, headers })).status();
  const order = { tableNumber: 3, items: [{ name: 'Still water', quantity: 1 }] };
  const auth = { socket_id: '1.2', channel_name: 'private-orders' };
  expect(await post('session', { data: { personId: 1 } })).toBe(403);
  expect(await post('orders', { data: order })).toBe(403);
  expect(await post('pusher/auth', { form: auth })).toBe(403);
  expect(await post('pusher/user-auth', { form: { socket_id: '1.2' } })).toBe(403);
});

test('an address of the API that leads nowhere answers with problem details and a policy (14)', async ({
  visit,
}) => {
  const stranger = await visit();
  for (const path of ['/api/nothing', '/api/orders/1/2/3']) {
    const answer = await stranger.api.get(`${stranger.url}${path}`);
    expect(answer.status(), path).toBe(404);
    expect(answer.headers()['content-security-policy'], path).toContain("default-src 'none'");
    expect(answer.headers()['content-type'], path).toContain('application/problem+json');
  }
});

test('where there is TLS, browsers are told to insist on it and to take cookies from this host only (14)', async ({
  protocol,
}) => {
  const demo = await DemoProcess.start(protocol, { env: { DEMO_HTTPS: '1' } });
  const browser = await request.newContext();
  const answer = await browser.post(`${demo.url}/api/session`, { data: { personId: 1 } });
  expect(answer.headers()['strict-transport-security']).toBe('max-age=31536000');
  const cookies = answer.headersArray().filter(({ name }) => name.toLowerCase() === 'set-cookie');
  const session = cookies.find(({ value }) => value.includes('session='))?.value;
  expect(session).toMatch(/^__Host-session=[^;]+;.*Path=\/;.*Secure/i);
  expect(session).not.toMatch(/Domain/i);
  const page = await browser.get(`${demo.url}/api/nothing`);
  expect(page.headers()['strict-transport-security']).toBeDefined();
  await browser.dispose();
  expect(await demo.stop()).toBe(0);
});

test('too many requests are refused with the time to wait: sign-in, invoices, orders, channels, connection tests (14)', async ({
  protocol,
}) => {
  // A demo of its own: what is used up here is missing elsewhere.
  const demo = await DemoProcess.start(protocol);
  const admin = await request.newContext();
  const post = (path: string, options: object) => admin.post(`${demo.url}/api/${path}`, options);
  const refusal = async (path: string, options: object) => {
    for (let count = 0; count < 1000; count++) {
      const answer = await post(path, options);
      if (answer.status() === 429) return Number(answer.headers()['retry-after']);
    }
    return null;
  };
  expect((await post('session', { data: { personId: 4 } })).status()).toBe(200);
  const used: Readonly<Record<string, object>> = {
    'settings/push/test': { data: { enabled: true, appId: '', key: '', cluster: '' } },
    'pusher/auth': { form: { socket_id: '1.2', channel_name: 'private-orders' } },
    orders: { data: {} },
    invoices: { data: {} },
    session: { data: { personId: 4 } },
  };
  for (const [path, options] of Object.entries(used))
    expect(await refusal(path, options), path).toBeGreaterThan(0);
  await admin.dispose();
  expect(await demo.stop()).toBe(0);
});
