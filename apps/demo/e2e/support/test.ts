import { test as base, expect } from '@playwright/test';
import { DemoProcess } from './demoProcess.ts';
import { ProtocolServer } from './protocolServer.ts';
import { Visitor } from './visitor.ts';

interface TestFixtures {
  /** Makes somebody with a browser of their own; a number signs them in as that person. */
  readonly visit: (personId?: number) => Promise<Visitor>;
  /** Fails the test when a page of it logs an error, or breaks its content security policy, and that was not expected. */
  readonly expectedErrors: RegExp[];
}

interface WorkerFixtures {
  readonly protocol: ProtocolServer;
  readonly demo: DemoProcess;
}

/** Each worker has a demo, a database and a protocol server to itself; each test makes the data it looks at. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  protocol: [
    async ({ browserName: _browserName }, provide) => {
      const protocol = await ProtocolServer.start();
      await provide(protocol);
      await protocol.server.stop();
    },
    { scope: 'worker' },
  ],
  demo: [
    async ({ protocol }, provide) => {
      const demo = await DemoProcess.start(protocol);
      await provide(demo);
      expect(await demo.stop(), 'Ctrl-C ends the demo with 0').toBe(0);
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  expectedErrors: async ({ browserName: _browserName }, provide) => provide([]),
  visit: async ({ browser, demo, protocol, expectedErrors }, provide) => {
    const visitors: Visitor[] = [];
    const errors: string[] = [];
    await provide(async (personId) => {
      const visitor = new Visitor(await browser.newContext({ reducedMotion: 'reduce' }), demo.url);
      await visitor.context.addInitScript(() =>
        document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
          console.error(`The content security policy blocked ${blockedURI} (${violatedDirective}).`),
        ),
      );
      visitor.context.on('weberror', (error) => errors.push(String(error.error())));
      visitor.context.on('console', (message) => {
        if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
      });
      visitors.push(visitor);
      return personId === undefined ? visitor : visitor.signIn(personId);
    });
    await Promise.all(visitors.map(({ context }) => context.close()));
    protocol.server.clearFaults();
    expect(errors.filter((error) => !expectedErrors.some((expected) => expected.test(error)))).toEqual([]);
  },
});

export { expect };
