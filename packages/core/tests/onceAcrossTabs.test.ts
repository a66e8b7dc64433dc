// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { onceAcrossTabs } from '../src/tabs/onceAcrossTabs.ts';

/** Locks as a browser has them: one at a time, in order. */
function stubLocks(): void {
  let last: Promise<unknown> = Promise.resolve();
  const request = (_: string, run: () => unknown) => {
    last = last.then(run);
    return last;
  };
  vi.stubGlobal('navigator', { locks: { request } });
}

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers();
  stubLocks();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const settled = () => vi.advanceTimersByTimeAsync(1_000);

it('acts once for an id, and again for another (23)', async () => {
  const act = vi.fn();
  const results = Promise.all(['a', 'a', 'b', 'a'].map((id) => onceAcrossTabs(id, act)));
  await settled();
  expect(await results).toEqual([true, false, true, false]);
  expect(act).toHaveBeenCalledTimes(2);
});

it('lets the focused tab act before a visible one, and that before a hidden one (23)', async () => {
  const acted: string[] = [];
  const focus = vi.spyOn(document, 'hasFocus');
  const visibility = vi.spyOn(document, 'visibilityState', 'get');
  const call = (name: string, hasFocus: boolean, state: DocumentVisibilityState, id: string) => {
    focus.mockReturnValue(hasFocus);
    visibility.mockReturnValue(state);
    return onceAcrossTabs(id, () => void acted.push(name));
  };
  const all = [
    call('hidden', false, 'hidden', '1'),
    call('visible', false, 'visible', '1'),
    call('focused', true, 'visible', '1'),
    call('hidden', false, 'hidden', '2'),
    call('visible', false, 'visible', '2'),
    call('hidden', false, 'hidden', '3'),
  ];
  await settled();
  await Promise.all(all);
  expect(acted.sort()).toEqual(['focused', 'hidden', 'visible']);
});

it('forgets an id after ten minutes', async () => {
  const act = vi.fn();
  void onceAcrossTabs('a', act);
  await settled();
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  void onceAcrossTabs('a', act);
  await settled();
  expect(act).toHaveBeenCalledTimes(2);
});

it('survives storage that somebody else has filled', async () => {
  const act = vi.fn();
  localStorage.setItem('channelkit once', '}{');
  void onceAcrossTabs('a', act);
  await settled();
  expect(act).toHaveBeenCalledOnce();
});

it('acts in each tab, once, where tabs cannot agree', async () => {
  vi.stubGlobal('navigator', {});
  const act = vi.fn();
  const results = await Promise.all(['c', 'c'].map((id) => onceAcrossTabs(id, act)));
  expect(results).toEqual([true, false]);
  expect(act).toHaveBeenCalledOnce();
});

it('rejects with what the action throws, and does not repeat it', async () => {
  vi.useRealTimers();
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  const fail = () => {
    throw new Error('no sound');
  };
  await expect(onceAcrossTabs('a', fail)).rejects.toThrow('no sound');
  expect(await onceAcrossTabs('a', fail)).toBe(false);
});
