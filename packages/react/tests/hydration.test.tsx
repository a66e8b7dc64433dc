import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { getRealtimeClient as GetClient } from '@channelkit/core';
import { act } from '@testing-library/react';
import { lazy } from 'react';
import { hydrateRoot, type Root } from 'react-dom/client';
import { renderToPipeableStream, renderToString } from 'react-dom/server';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fakeOptions, setCookie } from './support/stage.tsx';

let lastKey = 0;
let config = { key: '', cluster: 'eu' };

beforeEach(() => {
  lastKey += 1;
  config = { key: `hydration-${lastKey}`, cluster: 'eu' };
});
let root: Root | null = null;

afterEach(async () => {
  act(() => root?.unmount());
  root = null;
  setCookie('user_id=; max-age=0');
  document.body.innerHTML = '';
  await act(async () => {});
});

/** The page as a server renders it: modules and globals of a server, then those of a browser again. */
async function serverHtml(props: { userId?: number } = {}) {
  vi.stubGlobal('window', undefined);
  vi.stubGlobal('document', undefined);
  vi.resetModules();
  const { Page } = await import('./support/Page.tsx');
  const html = renderToString(<Page config={config} {...props} />);
  vi.unstubAllGlobals();
  vi.resetModules();
  return html;
}

/** The same page as a stream: what comes at once, and what comes with the late boundary. */
async function streamedHtml(): Promise<[string, string]> {
  vi.stubGlobal('window', undefined);
  vi.stubGlobal('document', undefined);
  vi.resetModules();
  const { createLate, Page } = await import('./support/Page.tsx');
  const { Late, arrive } = createLate();
  const stream = new PassThrough({ encoding: 'utf8' });
  let html = '';
  stream.on('data', (chunk: string) => {
    html += chunk;
  });
  const page = (
    <main>
      <Page config={config} Late={Late} />
    </main>
  );
  const { pipe } = renderToPipeableStream(page, { onShellReady: () => void pipe(stream) });
  await vi.waitFor(() => expect(html).toContain('<i>waiting</i><!--/$-->'), { timeout: 10_000 });
  const shell = html;
  arrive();
  await once(stream, 'end');
  vi.unstubAllGlobals();
  vi.resetModules();
  return [shell, html.slice(shell.length)];
}

async function browser(html: string) {
  const { server, auth, options: rest } = fakeOptions();
  const options = { ...rest, auth };
  const page = await import('./support/Page.tsx');
  const core: { getRealtimeClient: typeof GetClient } = await import('@channelkit/core');
  const container = document.createElement('div');
  container.innerHTML = html;
  document.body.append(container);
  const client = () => core.getRealtimeClient({ ...config, ...options });
  return { ...page, client, server, container, options };
}

it("renders the server's HTML first, then reads the cookie and opens the socket (6)", async () => {
  setCookie('user_id=5');
  const html = await serverHtml();
  const { Page, Everything, container, server, options, client } = await browser(html);
  const errors = vi.fn();
  await act(async () => {
    root = hydrateRoot(container, <Page Late={Everything} {...options} config={config} />, {
      onRecoverableError: errors,
    });
  });
  await vi.waitFor(() => expect(container.textContent).toContain('"userId":"5"'), { timeout: 10_000 });
  await act(() =>
    vi.waitFor(() => expect(server.subscribers('private-user.5')).toHaveLength(1), { timeout: 10_000 }),
  );
  expect(errors).not.toHaveBeenCalled();
  client().dispose();
});

it.each([null, '9'])(
  'hydrates what another part of the page changed meanwhile, with no error, as user %s (6)',
  async (user) => {
    const html = await serverHtml();
    const { Page, Everything, container, options, client } = await browser(html);
    const errors = vi.fn();
    // Somebody was faster: the client is connected, holds the channels and may have a user before the page hydrates.
    const busy = client();
    busy.user.set(user);
    const leases = ['private-orders', 'presence-room', 'x'].map((name) => busy.acquire(name));
    await vi.waitFor(() => expect(leases.every(({ status }) => status.getSnapshot().isLive)).toBe(true), {
      timeout: 10_000,
    });
    await act(async () => {
      root = hydrateRoot(container, <Page Late={Everything} {...options} config={config} />, {
        onRecoverableError: errors,
      });
    });
    expect(container.textContent).toContain(`"userId":${JSON.stringify(user)}`);
    expect(container.textContent).toContain('connected');
    expect(container.textContent).toContain('"status":"subscribed"');
    expect(errors).not.toHaveBeenCalled();
    busy.dispose();
  },
);

it('hydrates a late boundary as the server rendered it, even after the user is known (6)', async () => {
  setCookie('user_id=5');
  const html = await serverHtml();
  const { Page, Everything, container, options, client } = await browser(html);
  const errors = vi.fn();
  let arrive: (page: { default: typeof Everything }) => void = () => {};
  const Late = lazy(
    () =>
      new Promise<{ default: typeof Everything }>((resolve) => {
        arrive = resolve;
      }),
  );
  await act(async () => {
    root = hydrateRoot(container, <Page Late={() => <Late />} {...options} config={config} />, {
      onRecoverableError: errors,
    });
  });
  await vi.waitFor(() => expect(container.querySelectorAll('p')[0]?.textContent).toContain('"userId":"5"'), {
    timeout: 10_000,
  });
  expect(container.querySelectorAll('p')[1]?.textContent).toContain('"userId":null');
  await act(async () => arrive({ default: Everything }));
  await vi.waitFor(() => expect(container.querySelectorAll('p')[1]?.textContent).toContain('"userId":"5"'), {
    timeout: 10_000,
  });
  expect(errors).not.toHaveBeenCalled();
  client().dispose();
});

it('has the user of the prop in the HTML (6)', async () => {
  const html = await serverHtml({ userId: 7 });
  expect(html).toContain('&quot;userId&quot;:&quot;7&quot;');
  const { Page, Everything, container, options, client } = await browser(html);
  const errors = vi.fn();
  await act(async () => {
    root = hydrateRoot(container, <Page Late={Everything} {...options} config={config} userId={7} />, {
      onRecoverableError: errors,
    });
  });
  expect(errors).not.toHaveBeenCalled();
  client().dispose();
});

/** Puts a part of the stream into the page as a browser does, its scripts included. */
function receive(container: HTMLElement, html: string) {
  const part = document.createElement('template');
  part.innerHTML = html;
  for (const script of part.content.querySelectorAll('script')) {
    const live = document.createElement('script');
    live.text = script.text;
    script.replaceWith(live);
  }
  container.append(part.content);
}

it('hydrates a boundary that the server streams after the page is connected and knows the user (6)', async () => {
  setCookie('user_id=5');
  const [shell, rest] = await streamedHtml();
  // Of a page that has loaded, React expects no more parts.
  vi.spyOn(document, 'readyState', 'get').mockReturnValue('loading');
  const { Page, Everything, container, server, options, client } = await browser(shell);
  const errors = vi.fn();
  await act(async () => {
    const page = (
      <main>
        <Page Late={Everything} {...options} config={config} />
      </main>
    );
    root = hydrateRoot(container, page, { onRecoverableError: errors });
  });
  const shown = () => [...container.querySelectorAll('p')].map(({ textContent }) => textContent ?? '');
  const onTheWire = () => expect(server.subscribers('private-user.5')).toHaveLength(1);
  await act(() => vi.waitFor(onTheWire, { timeout: 10_000 }));
  await vi.waitFor(() => expect(shown()[0]).toContain('"userId":"5"'), { timeout: 10_000 });
  expect(container.textContent).toContain('waiting');
  expect(rest).toContain('&quot;userId&quot;:null');
  await act(async () => receive(container, rest));
  await vi.waitFor(() => expect(shown()).toEqual([shown()[0], shown()[0]]), { timeout: 10_000 });
  expect(shown()[0]).toContain('"status":"subscribed"');
  expect(errors).not.toHaveBeenCalled();
  client().dispose();
});
