import { RealtimeError } from '@channelkit/core/contract';
import { CK603, CK607 } from '@channelkit/core/contract/internal';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createConsoleReporter, createReporter } from './createReporter.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: 0 }));
afterEach(() => void vi.useRealTimers());
const spy = () => vi.spyOn(console, 'error').mockImplementation(() => {});

describe('createConsoleReporter', () => {
  it('writes one line per cause and minute', () => {
    const error = spy();
    const report = createConsoleReporter([]);
    const down = new RealtimeError(CK603, 'the API answered 500');
    for (let n = 0; n < 3; n += 1) report(down);
    report(new RealtimeError(CK603, 'the API answered 500'));
    report(new RealtimeError(CK607, 'its body is not JSON'));
    expect(error.mock.calls).toEqual([
      [`${down.message}`],
      [expect.stringContaining('CK607 Webhook refused: its body is not JSON. ')],
    ]);
    vi.setSystemTime(59_999);
    report(down);
    expect(error).toHaveBeenCalledTimes(2);
    vi.setSystemTime(60_000);
    report(down);
    expect(error).toHaveBeenCalledTimes(3);
  });

  it('writes at most 50 lines a minute', () => {
    const error = spy();
    const report = createConsoleReporter([]);
    for (let n = 0; n < 99; n += 1) report(new RealtimeError(CK603, `answer ${n}`));
    expect(error).toHaveBeenCalledTimes(50);
    vi.setSystemTime(60_000);
    report(new RealtimeError(CK603, 'answer 99'));
    expect(error).toHaveBeenCalledTimes(51);
  });

  it('says where the application threw, and what it threw if that is no error', () => {
    const error = spy();
    const report = createConsoleReporter(['']);
    report(new TypeError('x is undefined'));
    report('no');
    expect(error.mock.calls[0]?.[0]).toMatch(
      /^ChannelKit caught TypeError: x is undefined \(at .*createReporter\.test\.ts.*\)$/,
    );
    expect(error.mock.calls[1]?.[0]).toBe('ChannelKit caught a value that is not an Error: string');
  });
});

describe('createReporter', () => {
  it('survives a listener that throws', () => {
    const listener = vi.fn(() => {
      throw new Error('the listener');
    });
    createReporter(listener)('an error');
    expect(listener).toHaveBeenCalledExactlyOnceWith('an error');
  });
});
