import { isLeading } from './leading.ts';

/** Where ids that were acted on are kept, and for how long, in milliseconds. */
const storageKey = 'channelkit once';
const remembered = 10 * 60_000;

/** How much later than the best tab one of lower rank tries, in milliseconds. */
const steps = { focused: 0, visible: 60, leading: 120, other: 200 } as const;

/** For browsers in which tabs cannot agree: what this tab has acted on. */
const here = new Set<string>();

function rank(): keyof typeof steps {
  if (typeof document !== 'undefined') {
    if (document.hasFocus()) return 'focused';
    if (document.visibilityState === 'visible') return 'visible';
  }
  return isLeading() ? 'leading' : 'other';
}

/** Notes an id; false if it was noted before. */
function note(id: string): boolean {
  const now = Date.now();
  const known = Object.entries(read()).filter(([, at]) => now - at < remembered);
  if (known.some(([each]) => each === id)) return false;
  localStorage.setItem(storageKey, JSON.stringify({ ...Object.fromEntries(known), [id]: now }));
  return true;
}

function read(): Record<string, number> {
  try {
    return (JSON.parse(localStorage.getItem(storageKey) ?? '{}') ?? {}) as Record<string, number>;
  } catch {
    return {};
  }
}

/**
 * Runs an action in exactly one tab of the browser, whichever of them call this with the same id: in the focused one if there is one, else in a
 * visible one, else in the one that has the socket (promise 23). Give it an event's id, for a sound, a notification or a print. Ids are
 * remembered for ten minutes, also when the tab that acted is gone.
 *
 * Resolves to whether the action ran here; the other tabs learn that it ran elsewhere 0.2 s later at most. Where a browser lacks Web Locks or
 * storage, each tab acts for itself, once.
 * @throws (rejects) what the action throws
 */
export async function onceAcrossTabs(id: string, action: () => unknown): Promise<boolean> {
  const { locks } = globalThis.navigator ?? {};
  let isOurs: boolean;
  try {
    if (!locks || typeof localStorage === 'undefined') throw new Error('tabs cannot agree');
    const delay = steps[rank()];
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    isOurs = await locks.request(storageKey, () => note(id));
  } catch {
    isOurs = !here.has(id);
    here.add(id);
  }
  if (isOurs) await action();
  return isOurs;
}
