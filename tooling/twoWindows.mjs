// Two windows of one site in a Chromium, as two people would open them.
import { chromium } from '@playwright/test';
import { launchOptions } from './browser.ts';
import { answers } from './outsideApp.mjs';

/**
 * Opens the windows one after the other and calls `look` with both. Each begins with `arrived`, where given. Rejects when `look` does, and for
 * every error in a page's console that `ignores` does not know; `errors` is the list of them until now.
 */
export async function twoWindows(url, { look, arrived, ignores = () => false }) {
  await answers(url);
  await using cleanup = new AsyncDisposableStack();
  const browser = cleanup.adopt(await chromium.launch(launchOptions()), (each) => each.close());
  const errors = [];
  const report = (text) => ignores(text) || errors.push(text);
  const open = async () => {
    const page = await (await browser.newContext()).newPage();
    page.on('pageerror', (error) => report(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') report(`${message.text()} (${message.location().url})`);
    });
    page.setDefaultTimeout(30_000);
    await page.goto(url);
    await arrived?.(page, errors);
    return page;
  };
  try {
    await look(await open(), await open());
  } catch (error) {
    throw new Error([error.message, ...errors].join('\n'), { cause: error });
  }
  if (errors.length > 0) throw new Error(errors.join('\n'));
}
