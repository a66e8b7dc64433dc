import * as resumer from '../../src/channel/resumer.ts';
import { makeClient } from '../../src/client/client.ts';
import * as live from '../../src/client/socketParts.ts';
import type { Timers } from '../../src/lib/timers.ts';
import type { RealtimeClientOptions } from '../../src/options.ts';
import { sharedTransport } from '../../src/tabs/sharedTransport.ts';
import type { LockRequest, TabMessage, TabsPlatform } from '../../src/tabs/tabsPlatform.ts';
import {
  createTestClient,
  type FakeAuth,
  type FakeServer,
  type ManualTimers,
} from '../../src/testing/index.ts';
import type { RealtimeClient } from '../../src/types.ts';

/** A browser with tabs that share locks and channels, crash and freeze, all on one manual clock. */
export class FakeBrowser {
  readonly timers: ManualTimers;
  readonly server: FakeServer;
  readonly auth: FakeAuth;
  readonly options: RealtimeClientOptions;
  readonly tabs: FakeTab[] = [];
  readonly locks: Map<string, LockHolder[]> = new Map();
  readonly conversations: Map<string, Set<Talker>> = new Map();

  constructor(made: {
    server: FakeServer;
    auth: FakeAuth;
    timers: ManualTimers;
    options: RealtimeClientOptions;
  }) {
    this.timers = made.timers;
    this.server = made.server;
    this.auth = made.auth;
    this.options = made.options;
  }

  open(options: Partial<RealtimeClientOptions> = {}): FakeTab {
    const tab = new FakeTab(this, `tab${this.tabs.length + 1}`, options);
    this.tabs.push(tab);
    return tab;
  }

  /** Gives the lock to the next tab that waits, if nobody has it. */
  grant(name: string): void {
    const [first] = this.locks.get(name) ?? [];
    if (!first || first.isGranted) return;
    this.timers.setTimeout(() => {
      if (first.isGranted || this.locks.get(name)?.[0] !== first) return;
      first.isGranted = true;
      first.tab.run(first.request.onGranted);
    }, 0);
  }
}

interface LockHolder {
  readonly tab: FakeTab;
  readonly request: LockRequest;
  isGranted: boolean;
}

interface Talker {
  readonly tab: FakeTab;
  readonly onMessage: (message: unknown) => void;
}

/** One tab: its client, and what can happen to it. */
export class FakeTab {
  readonly client: RealtimeClient;
  readonly name: string;
  isVisible = true;
  readonly #browser: FakeBrowser;
  #state: 'running' | 'frozen' | 'dead' = 'running';
  #waiting: (() => void)[] = [];
  readonly #leaving = new Set<() => void>();

  constructor(browser: FakeBrowser, name: string, options: Partial<RealtimeClientOptions>) {
    this.#browser = browser;
    this.name = name;
    const { timers: clock } = browser;
    const timers: Timers = {
      now: () => clock.now(),
      setTimeout: (callback, ms) => clock.setTimeout(() => this.run(callback), ms),
      clearTimeout: (handle) => clock.clearTimeout(handle as never),
      random: () => clock.random(),
    };
    this.client = makeClient(
      { ...browser.options, ...options, tabs: 'shared', timers },
      {
        load: () => Promise.resolve(live),
        loadResumer: () => Promise.resolve(resumer),
        loadTabs: () =>
          Promise.resolve({
            sharedTransport: (setup) => sharedTransport({ ...setup, platform: this.#platform }),
          }),
      },
    );
  }

  get isDead(): boolean {
    return this.#state === 'dead';
  }

  get isFrozen(): boolean {
    return this.#state === 'frozen';
  }

  get isLeader(): boolean {
    const { mode, isLeader } = this.client.tabs.getSnapshot();
    return mode === 'shared' && isLeader;
  }

  /** Code of this tab runs, unless it is frozen or dead. */
  run(code: () => void): void {
    if (this.#state === 'running') code();
    else if (this.#state === 'frozen') this.#waiting.push(code);
  }

  /** Ends without a word. */
  crash(): void {
    this.#state = 'dead';
    this.#end();
  }

  /** Closed by its user: it is told before. */
  close(): void {
    for (const listener of [...this.#leaving]) this.run(listener);
    this.crash();
  }

  /** Stops in the middle of everything; its locks stay. */
  freeze(): void {
    if (this.#state === 'running') this.#state = 'frozen';
  }

  thaw(): void {
    if (this.#state !== 'frozen') return;
    this.#state = 'running';
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const code of waiting) this.run(code);
  }

  #end(): void {
    const { locks, conversations, server, timers } = this.#browser;
    for (const [name, holders] of locks) {
      locks.set(
        name,
        holders.filter(({ tab }) => tab !== this),
      );
      this.#browser.grant(name);
    }
    for (const talkers of conversations.values())
      for (const talker of talkers) if (talker.tab === this) talkers.delete(talker);
    const own = this.#sockets();
    timers.setTimeout(() => {
      for (const socket of server.sockets) if (own.has(socket.id)) server.drop(1006, '', socket);
    }, 0);
  }

  #sockets(): Set<string> {
    return this.isLeader ? new Set(this.#browser.server.sockets.map(({ id }) => id)) : new Set();
  }

  readonly #platform: TabsPlatform = {
    tab: `tab${Math.random()}`,
    open: (name, onMessage) => {
      const talkers = this.#browser.conversations.get(name) ?? new Set();
      this.#browser.conversations.set(name, talkers);
      const self: Talker = { tab: this, onMessage };
      talkers.add(self);
      return {
        post: (message: TabMessage) => {
          for (const talker of talkers) {
            if (talker === self) continue;
            const copy: unknown = structuredClone(message);
            this.#browser.timers.setTimeout(() => {
              talker.tab.run(() => {
                if (talkers.has(talker)) talker.onMessage(copy);
              });
            }, 0);
          }
        },
        close: () => void talkers.delete(self),
      };
    },
    lock: (request) => {
      const { locks } = this.#browser;
      const holder: LockHolder = { tab: this, request, isGranted: false };
      const holders = locks.get(request.name) ?? [];
      const [first] = holders;
      if (request.steal) {
        const stolen = first?.isGranted ? first : null;
        locks.set(request.name, [holder, ...holders.filter((each) => each !== stolen)]);
        if (stolen) stolen.tab.run(() => stolen.request.onStolen?.());
      } else locks.set(request.name, [...holders, holder]);
      this.#browser.grant(request.name);
      return () => {
        locks.set(
          request.name,
          (locks.get(request.name) ?? []).filter((each) => each !== holder),
        );
        this.#browser.grant(request.name);
      };
    },
    isVisible: () => this.isVisible,
    onLeave: (listener) => {
      this.#leaving.add(listener);
      return () => this.#leaving.delete(listener);
    },
  };
}

export function fakeBrowser(
  options: Parameters<typeof createTestClient>[0] & { timers: ManualTimers },
): FakeBrowser {
  const made = createTestClient(options);
  made.client.dispose();
  return new FakeBrowser({ ...made, timers: options.timers } as never);
}
