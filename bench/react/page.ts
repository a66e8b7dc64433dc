import { JSDOM } from 'jsdom';

/** A page to render into; must run before React is loaded. */
export function openPage(): HTMLElement {
  const { window } = new JSDOM('<!doctype html><div id="root"></div>', {
    pretendToBeVisual: true,
    url: 'http://127.0.0.1/',
  });
  const names = [
    'window',
    'document',
    'navigator',
    'requestAnimationFrame',
    'cancelAnimationFrame',
    'HTMLElement',
    'Node',
  ];
  for (const name of names) {
    const value: unknown = name === 'window' ? window : Reflect.get(window, name);
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  return window.document.querySelector('#root') as unknown as HTMLElement;
}
