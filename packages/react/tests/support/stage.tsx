import type { RealtimeOptions, Timers, UntypedChannels } from '@channelkit/core';
import {
  createManualTimers,
  createTestClient,
  type FakeServer,
  type ManualTimers,
} from '@channelkit/core/testing';
import { act } from '@testing-library/react';
import { vi } from 'vitest';
import {
  createRealtimeWrapper,
  type RealtimeWrapper,
  type RealtimeWrapperOptions,
} from '../../src/testing/index.tsx';

/** Long enough to connect, authorize and subscribe without latency. */
export const soon = 20;

/** A wrapper on a clock of its own. */
export interface Stage<TChannels = UntypedChannels> extends RealtimeWrapper<TChannels> {
  readonly timers: ManualTimers;
  /** Moves the clock and lets React follow. */
  readonly advance: (ms?: number) => Promise<void>;
  /** Sends an event and lets it arrive, without painting it. */
  readonly send: (channel: string, event: string, data: unknown) => Promise<void>;
}

export function stage<TChannels = UntypedChannels>(
  options: RealtimeWrapperOptions<TChannels> = {},
  timers: ManualTimers = createManualTimers(),
): Stage<TChannels> {
  const made = createRealtimeWrapper({ ...options, timers });
  const advance = (ms = soon) => act(() => timers.advance(ms));
  const send = async (channel: string, event: string, data: unknown) => {
    made.server.trigger(channel, event, data);
    await advance(1);
  };
  return { ...made, timers, advance, send };
}

/** A stage whose frames its clock paints, and where nobody is signed in yet. */
export function paintedStage(options: { grace?: number } = {}): Stage {
  const timers = createManualTimers();
  const requestFrame = (callback: () => void) => {
    const timer = timers.setTimeout(callback, 1);
    return () => timers.clearTimeout(timer);
  };
  return stage({ ...options, userId: undefined }, Object.assign(timers, { requestFrame }));
}

/** Options for a provider with a config of its own: its client talks to this fake server. */
export function fakeOptions(timers?: Timers): {
  readonly server: FakeServer;
  readonly auth: RealtimeOptions['auth'];
  readonly options: RealtimeOptions;
} {
  const { server, options } = createTestClient(timers ? { timers } : {});
  const { key: _key, cluster: _cluster, auth, ...rest } = options;
  return { server, auth, options: rest };
}

/** Traffic so far: sockets, frames, authorizations. */
export const wireOf = ({ server, auth }: Stage): readonly number[] => [
  server.connectCount,
  server.frames.length,
  auth.requests.length,
];

/** Animation frames that come when they are told to. */
export interface Frames {
  readonly pending: number;
  readonly paint: () => void;
}

export function stubFrames(): Frames {
  const waiting = new Map<number, () => void>();
  let last = 0;
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => {
    last += 1;
    waiting.set(last, callback);
    return last;
  });
  vi.stubGlobal('cancelAnimationFrame', (id: number) => waiting.delete(id));
  return {
    get pending() {
      return waiting.size;
    },
    paint: () =>
      act(() => {
        const due = [...waiting.values()];
        waiting.clear();
        for (const callback of due) callback();
      }),
  };
}

export const setCookie = (cookie: string): boolean => Reflect.set(document, 'cookie', cookie);

/** What a render throws, without the noise that React and jsdom make of it. */
export function renderError(render: () => unknown): unknown {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const quiet = (event: ErrorEvent) => event.preventDefault();
  window.addEventListener('error', quiet);
  try {
    render();
    return undefined;
  } catch (error) {
    return error;
  } finally {
    window.removeEventListener('error', quiet);
  }
}
