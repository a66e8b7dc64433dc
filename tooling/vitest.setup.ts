import { format } from 'node:util';
import { afterAll, afterEach, vi } from 'vitest';

const written: string[] = [];

// A test that expects output mocks the console method and asserts on the mock; whatever else is printed fails the test.
for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
  console[method] = (...args: unknown[]) => {
    written.push(`console.${method}: ${format(...args)}`);
  };
}

function failOnOutput(): void {
  vi.restoreAllMocks();
  if (written.length === 0) return;
  throw new Error(`The test printed what it did not expect:\n${written.splice(0).join('\n')}`);
}

afterEach(failOnOutput);
afterAll(failOnOutput);
