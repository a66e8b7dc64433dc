import { defineChannels, event, type RealtimeError } from '@channelkit/core';
import { createManualTimers } from '@channelkit/core/testing';
import { act, cleanup, render } from '@testing-library/react';
import { Component, type ReactNode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createRealtimeHooks, PusherProvider, usePusherEvent } from '../src/index.ts';
import { fakeOptions } from './support/stage.tsx';

afterEach(cleanup);

const written = defineChannels({ orders: { created: event<number>() } });
const edited = defineChannels({ orders: { created: event<number>(), updated: event<number>() } });

class Boundary extends Component<{ readonly children: ReactNode }, { code: string | null }> {
  override state: { code: string | null } = { code: null };
  static getDerivedStateFromError = ({ code }: RealtimeError) => ({ code });
  override render = () => this.state.code ?? this.props.children;
}

function page(key: string) {
  const timers = createManualTimers();
  return {
    ...fakeOptions(timers),
    advance: () => act(() => timers.advance(50)),
    provider: { config: { key, cluster: 'test' }, userId: null },
  };
}

describe('a contract edited while the page is open', () => {
  it('replaces the old one together with its components, on the same socket (1)', async () => {
    const { server, advance, options, provider } = page('edited-module');
    const seen: number[] = [];
    const before = createRealtimeHooks(written, options);
    const Before = () => {
      before.usePusherEvent('created', (id) => seen.push(id), { channel: 'orders' });
      return null;
    };
    const { rerender } = render(
      <before.PusherProvider {...provider}>
        <Before />
      </before.PusherProvider>,
    );
    await advance();
    const after = createRealtimeHooks(edited, options);
    const After = () => {
      after.usePusherEvent('updated', (id) => seen.push(id), { channel: 'orders' });
      return null;
    };
    rerender(
      <after.PusherProvider {...provider}>
        <After />
      </after.PusherProvider>,
    );
    await advance();
    server.trigger('orders', 'updated', 2);
    await advance();
    expect(seen).toEqual([2]);
    expect(server.connectCount).toBe(1);
    expect(server.received('pusher:subscribe')).toHaveLength(1);
  });

  it('is also accepted by a provider that stays mounted (1)', async () => {
    const { server, advance, options, provider } = page('edited-prop');
    const seen: unknown[] = [];
    const Orders = () => {
      usePusherEvent('updated', (id) => seen.push(id), { channel: 'orders' });
      return null;
    };
    const tree = (channels: typeof written | typeof edited) => (
      <PusherProvider {...provider} {...options} channels={channels as typeof written}>
        <Orders />
      </PusherProvider>
    );
    const { rerender } = render(tree(written));
    await advance();
    rerender(tree(edited));
    server.trigger('orders', 'updated', 2);
    await advance();
    expect(seen).toEqual([2]);
    expect(server.connectCount).toBe(1);
  });

  it('is refused next to a provider of another contract', () => {
    const { options, provider } = page('two-contracts');
    vi.spyOn(console, 'error').mockImplementation(() => {});
    render(<PusherProvider {...provider} {...options} channels={written} />);
    const { container } = render(
      <Boundary>
        <PusherProvider {...provider} {...options} channels={edited} />
      </Boundary>,
    );
    expect(container.textContent).toBe('CK207');
  });
});
