import { channel, defineChannels, event, type Positions } from '@channelkit/core';
import { createManualTimers, FakeLog } from '@channelkit/core/testing';
import { cleanup, render } from '@testing-library/react';
import { StrictMode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { stage } from '../../tests/support/stage.tsx';
import { usePusherEvent } from '../hooks/usePusherEvent.ts';
import { HydratePositions } from './HydratePositions.tsx';

afterEach(cleanup);

const durable = channel({ durable: true, events: { changed: event<{ n: number }>() } });
const channels = defineChannels({ orders: durable, invoices: durable });

/** A provider whose back end keeps a log. */
function setUp() {
  const timers = createManualTimers();
  const logOf: { current?: FakeLog } = {};
  const made = stage({ channels, resume: { resume: (request) => logOf.current?.resume(request) } }, timers);
  const log = new FakeLog(made.server, { timers });
  logOf.current = log;
  const change = (name: string, n: number) =>
    log.append({ channel: name, event: 'changed', data: { n }, sending: 'lost' });
  return { ...made, log, change };
}

const heard = vi.fn<(data: unknown) => void>();
afterEach(() => void heard.mockReset());
const numbers = () => heard.mock.calls.map(([data]) => (data as { n: number }).n);

function Part({ positions, of }: { readonly positions: Positions; readonly of: string }) {
  return (
    <HydratePositions positions={positions}>
      <Listener of={of} />
    </HydratePositions>
  );
}

function Listener({ of }: { readonly of: string }) {
  usePusherEvent('changed', heard, { channel: of });
  return null;
}

describe('HydratePositions', () => {
  it.each(['page', 'strict'] as const)('gets what happened after the server read them (%s)', async (mode) => {
    const { wrapper, advance, log, change } = setUp();
    change('orders', 1);
    const positions = log.positions(['orders']);
    change('orders', 2);
    const part = <Part positions={positions} of="orders" />;
    render(mode === 'strict' ? <StrictMode>{part}</StrictMode> : part, { wrapper });
    await advance(200);
    expect(numbers()).toEqual([2]);
  });

  it('adds up over a layout and a page; a channel of both starts from the older position', async () => {
    const { wrapper, advance, log, change } = setUp();
    const older = log.positions(['orders', 'invoices']);
    await advance(10);
    change('orders', 1);
    const newer = log.positions(['orders']);
    change('invoices', 2);
    render(
      <HydratePositions positions={older}>
        <Listener of="invoices" />
        <Part positions={newer} of="orders" />
      </HydratePositions>,
      { wrapper },
    );
    await advance(200);
    expect(new Set(numbers())).toEqual(new Set([1, 2]));
  });

  it('repeats nothing on a channel that was live before the page came, nor when the page comes back', async () => {
    const { wrapper, advance, log, change, client } = setUp();
    client.configure({ grace: 0 });
    const positions = log.positions(['orders']);
    const { rerender } = render(<Listener of="orders" />, { wrapper });
    await advance(200);
    change('orders', 1);
    const page = <Part key="page" positions={positions} of="orders" />;
    rerender(page);
    await advance(200);
    rerender(<p>elsewhere</p>);
    await advance(200);
    rerender(page);
    await advance(200);
    expect(numbers()).toEqual([]);
    expect(log.requests.map((request) => request.channels)).toEqual([{ orders: null }, { orders: null }]);
  });
});
