// @vitest-environment node
import { renderToReadableStream } from 'react-dom/server.browser';
import { expect, it, vi } from 'vitest';

it('streams in a worker, with every hook in a late boundary, without opening a socket (5)', async () => {
  // React warns when two of its server renderers render one context, and other tests use the one for Node.
  vi.resetModules();
  const { createLate, Page } = await import('./support/Page.tsx');
  const { Late, arrive } = createLate();
  const pusher = vi.fn();
  const onError = vi.fn();
  const page = (
    <main>
      <Page config={{ key: 'key', cluster: 'eu' }} userId={7} pusher={pusher} Late={Late} />
    </main>
  );
  const stream = await renderToReadableStream(page, { onError });
  setTimeout(arrive);
  const html = await new Response(stream).text();
  expect(html).toContain('waiting');
  const [first, late] = html.match(/<p>.*?<\/p>/g) ?? [];
  expect(first).toContain('private-user.7');
  expect(late).toBe(first);
  expect([onError.mock.calls, pusher.mock.calls]).toEqual([[], []]);
});
