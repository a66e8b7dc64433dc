import { channel, defineChannels, event } from '@channelkit/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type AuthorizeTable,
  createAuthHandler,
  createEventLog,
  createResumeHandler,
  PusherService,
} from '../src/index.ts';
import { createMemoryDatabase } from '../src/testing/index.ts';
import { config, silent } from './fixtures.ts';

const durable = { durable: true, events: { told: event<{ secret: string }>() } } as const;
const channels = defineChannels({
  'open.{id}': channel(durable),
  'private-own.{id}': channel(durable),
  'private-encrypted-own.{id}': channel(durable),
  'presence-own.{id}': channel(durable),
  'private-brief.{id}': { told: event<{ secret: string }>() },
});
type Channels = typeof channels.definitions;

const prefixes = [
  'open.',
  'private-own.',
  'private-encrypted-own.',
  'presence-own.',
  'private-brief.',
] as const;
const ids = ['1', '2'] as const;
const names = [
  ...prefixes.flatMap((prefix) => ids.map((id) => `${prefix}${id}`)),
  'private-unheard-of',
  'presence-own.1.2',
  'private own.1',
];
const users = ['ada', 'bob'] as const;

/** What a rule returns or does, in the order of what it means. */
const verdicts = {
  yes: () => true,
  member: () => ({ user_id: 7 }),
  no: () => false,
  nothing: () => undefined,
  one: () => 1,
  rejects: () => Promise.reject(new Error('no database')),
  throws: () => {
    throw new Error('no database');
  },
} as const;
type Verdict = keyof typeof verdicts;

/** Whether the model lets a user in. */
function allows(verdict: Verdict, name: string): 200 | 403 | 500 {
  if (verdict === 'rejects' || verdict === 'throws') return 500;
  return verdict === (name.startsWith('presence-') ? 'member' : 'yes') ? 200 : 403;
}

const keyOf = (user: string, name: string) => `${user} ${name}`;
const table = fc.record(
  Object.fromEntries(
    users.flatMap((user) =>
      names.map((name) => [keyOf(user, name), fc.constantFrom(...(Object.keys(verdicts) as Verdict[]))]),
    ),
  ),
);

it('gives nobody an event or a signature without the right to it, whatever the rules say (14, 20)', async () => {
  const pusher = new PusherService(config, { channels, ...silent });
  const { port, transaction } = createMemoryDatabase();
  const log = createEventLog(pusher, port);
  const kept = names.filter((name) => /^(open|.*own)\.\d$/.test(name) && !name.includes(' '));
  const { channels: start } = await log.positions(kept as ['open.1']);
  for (const name of kept) {
    const told = { channel: name, event: 'told', data: { secret: `secret of ${name}!` } };
    await transaction((tx) => log.append(tx, told as never));
  }

  const property = fc.asyncProperty(
    table,
    fc.constantFrom(...users, null),
    fc.subarray(names, { minLength: 1 }),
    async (rules, user, asked) => {
      const rule = ({ user: who, channel: name }: { user: string; channel: string }) =>
        verdicts[rules[keyOf(who, name)] ?? 'no']() as true;
      const guarded = Object.keys(channels.definitions).filter((pattern) => !pattern.startsWith('open'));
      const rights = {
        authenticate: () => user,
        authorize: Object.fromEntries(guarded.map((pattern) => [pattern, rule])) as unknown as AuthorizeTable<
          Channels,
          string
        >,
        onError: () => {},
      };
      const post = async (handler: (request: Request) => Promise<Response>, body: object) => {
        const answer = await handler(
          new Request('https://app.example/', {
            method: 'POST',
            body: JSON.stringify({ socket_id: '1.2', ...body }),
            headers: { 'content-type': 'application/json' },
          }),
        );
        const text = await answer.text();
        return { status: answer.status, text, channels: (JSON.parse(text) as Answer).channels ?? {} };
      };

      const since = Object.fromEntries(asked.map((name) => [name, start[name] ?? null]));
      const resumed = await post(createResumeHandler(pusher, log, rights), { channels: since });
      for (const name of asked) {
        const status = statusOf(name, user, rules[keyOf(user ?? '', name)]);
        const { events = [], ...verdict } = resumed.channels[name] ?? { status: 0 };
        expect([name, verdict.status]).toEqual([name, status]);
        expect(events.map(({ data }) => data.secret)).toEqual(status === 200 ? [`secret of ${name}!`] : []);
        expect(resumed.text.includes(`secret of ${name}!`)).toBe(status === 200);
      }

      const signed = await post(createAuthHandler(pusher, rights), { channel_names: asked });
      expect(signed.status).toBe(user === null ? 401 : 200);
      for (const name of user === null ? [] : asked) {
        const { status, auth } = signed.channels[name] ?? { status: 0 };
        const verdict = rules[keyOf(user ?? '', name)] ?? 'no';
        const expected = name.includes(' ') ? 400 : isGuarded(name) ? allows(verdict, name) : 403;
        expect([name, status, auth !== undefined]).toEqual([name, expected, expected === 200]);
      }
    },
  );
  await fc.assert(property, { numRuns: 300 });
});

interface Answer {
  readonly channels?: Record<
    string,
    { status: number; auth?: string; events?: { data: { secret: string } }[] }
  >;
}

const isGuarded = (name: string): boolean =>
  prefixes.some((prefix) => !prefix.startsWith('open') && ids.some((id) => name === `${prefix}${id}`));

/** The model of the resume handler. */
function statusOf(name: string, user: string | null, verdict: Verdict | undefined): number {
  if (name.includes(' ')) return 400;
  if (name.startsWith('open.')) return 200;
  if (!isGuarded(name) || name.startsWith('private-brief.')) return 404;
  return user === null ? 401 : allows(verdict ?? 'no', name);
}
