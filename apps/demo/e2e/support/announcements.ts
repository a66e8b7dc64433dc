import type { BrowserContext, Page } from '@playwright/test';

/**
 * Stands in for the browser's notifications: it has no screen to show them on. `answer` is what the person says when asked;
 * without one they were asked before and said `permission`.
 */
export function watchNotifications(
  context: BrowserContext,
  permission: NotificationPermission,
  answer: NotificationPermission = permission,
): Promise<unknown> {
  return context.addInitScript(
    ([before, after]) => {
      const shown: string[] = [];
      class FakeNotification {
        static permission = before;
        static requestPermission() {
          FakeNotification.permission = after;
          return Promise.resolve(after);
        }
        onclick: (() => void) | null = null;
        constructor(title: string, options: { body: string }) {
          shown.push(`${title}: ${options.body}`);
        }
        close(): void {}
      }
      Object.assign(window, { shown, Notification: FakeNotification });
    },
    [permission, answer] as const,
  );
}

/** The notifications that a page has shown. */
export const shownNotifications = (page: Page): Promise<unknown> =>
  page.evaluate(() => Reflect.get(window, 'shown'));

/** Listens to the tones that the pages play. */
export const watchSounds = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    const heard: number[] = [];
    const Real = AudioContext;
    class WatchedContext extends Real {
      constructor() {
        super();
        Object.assign(window, { output: this });
      }
      override createOscillator(): OscillatorNode {
        const oscillator = super.createOscillator();
        const { start } = oscillator;
        oscillator.start = (at) => {
          heard.push(oscillator.frequency.value);
          start.call(oscillator, at);
        };
        return oscillator;
      }
    }
    Object.assign(window, { heard, AudioContext: WatchedContext });
  });

/** The state of a page's sound output; undefined before the first gesture. */
export const outputState = (page: Page): Promise<unknown> =>
  page.evaluate(() => {
    const output: unknown = Reflect.get(window, 'output');
    return output instanceof AudioContext ? output.state : undefined;
  });

/** The tones that a page has played, in hertz. */
export const heardTones = (page: Page): Promise<number[]> =>
  page.evaluate(() => Reflect.get(window, 'heard') as number[]);
