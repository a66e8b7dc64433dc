// @vitest-environment node
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
mkdirSync(`${root}node_modules`, { recursive: true });
// Inside the package, so that the programs find the package by its own name.
const folder = mkdtempSync(`${root}node_modules/.types-`);
afterAll(() => rmSync(folder, { recursive: true }));

interface Compilation {
  /** The first lines of the errors, by file and line: `slips.ts:3`. */
  readonly errors: ReadonlyMap<string, string>;
  readonly instantiations: number;
}

/** Type-checks a program of its own, as an application's would be. */
async function compile(name: string, files: Readonly<Record<string, string>>): Promise<Compilation> {
  const dir = `${folder}/${name}`;
  mkdirSync(dir);
  for (const [file, text] of Object.entries(files)) writeFileSync(`${dir}/${file}`, text);
  const compilerOptions = { types: [], isolatedDeclarations: false, declaration: false };
  const config = { extends: '../../../../../tsconfig.base.json', compilerOptions, include: ['*'] };
  writeFileSync(`${dir}/tsconfig.json`, JSON.stringify(config));
  const tsc = fileURLToPath(import.meta.resolve('typescript/package.json')).replace(
    'package.json',
    'bin/tsc',
  );
  const args = [tsc, '-p', dir, '--noEmit', '--pretty', 'false', '--extendedDiagnostics'];
  const output = await promisify(execFile)(process.execPath, args, { cwd: dir }).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  );
  const found = output.matchAll(/^(.+)\((\d+),\d+\): error (.*)$/gm);
  const errors = new Map([...found].map(([, file, line, text]) => [`${file}:${line}`, text ?? '']));
  return { errors, instantiations: Number(/^Instantiations:\s*(\d+)/m.exec(output)?.[1]) };
}

const contract = `
import { channel, defineChannels, event } from '@channelkit/react';
export const channels = defineChannels({
  'private-orders': { 'order.created': event<{ orderId: number }>(), 'order.updated': event<{ orderId: number }>() },
  'private-user.{userId}': { notice: event<{ text: string }>() },
  'presence-chat.{roomId}': channel({ events: { 'client-typing': event<{ typing: boolean }>() } }),
});`;

const hooks = `
import { createRealtimeHooks } from '@channelkit/react';
import { channels } from './contract.ts';
export const own = createRealtimeHooks(channels, { userChannel: 'private-user.{userId}' });
export const none = createRealtimeHooks(channels);`;

describe('the most common mistakes', () => {
  const mistakes: readonly { readonly code: string; readonly text: string }[] = [
    {
      code: "none.usePusherEvent('order.created');",
      text: `'"order.created"' is not assignable to parameter of type '"*" | EventOfAnotherChannelNeedsTheOptionChannel | readonly never[]'.`,
    },
    {
      code: "own.usePusherEvent('order.created');",
      text: `'"order.created"' is not assignable to parameter of type '"*" | "notice" | EventOfAnotherChannelNeedsTheOptionChannel | readonly "notice"[]'.`,
    },
    {
      code: "own.usePusherEvent('order.creatd', null, { channel: 'private-orders' });",
      text: `'"order.creatd"' is not assignable to parameter of type '"*" | "order.created" | "order.updated" | readonly ("order.created" | "order.updated")[]'.`,
    },
    {
      code: "own.usePusherEvent('order.created', null, { channel: 'private-order' });",
      text: `'"private-order"' is not assignable to type '"presence-chat.{roomId}" | "private-orders" | "private-user.{userId}" | Nothing'. Did you mean '"private-orders"'?`,
    },
    {
      code: "own.useChannel('private-order');",
      text: `'"private-order"' is not assignable to parameter of type '"presence-chat.{roomId}" | "private-orders" | "private-user.{userId}" | Nothing'.`,
    },
    {
      code: "own.usePresence('private-orders');",
      text: `'"private-orders"' is not assignable to parameter of type '"presence-chat.{roomId}"'.`,
    },
    {
      code: "own.useChannel({ pattern: 'presence-chat.{roomId}' });",
      text: "Property 'params' is missing in type",
    },
  ];
  let compilation: Compilation;
  beforeAll(async () => {
    const factory = readFileSync(`${root}src/contract/createRealtimeHooks.tsx`, 'utf8').replaceAll(
      "from '../",
      "from '../../../src/",
    );
    const incomplete = factory.replace(/^ +useGap: .*\n/m, '');
    const slips = ["import { none, own } from './hooks.ts';", ...mistakes.map(({ code }) => code)].join('\n');
    compilation = await compile('slips', {
      'contract.ts': contract,
      'hooks.ts': hooks,
      'slips.ts': slips,
      'complete.tsx': factory,
      'incomplete.tsx': incomplete,
    });
  }, 60_000);

  it('are one error each', () => {
    const slips = [...compilation.errors.keys()].filter((place) => place.startsWith('slips'));
    expect(slips).toEqual(mistakes.map((_, index) => `slips.ts:${index + 2}`));
  });

  it('include a hook that the factory lacks', () => {
    const others = [...compilation.errors].filter(([place]) => !place.startsWith('slips'));
    expect(others).toEqual([
      [
        expect.stringMatching('^incomplete.tsx:'),
        expect.stringContaining("Property 'useGap' is missing in type"),
      ],
    ]);
  });

  it.each(mistakes.map((mistake, index) => ({ ...mistake, index })))(
    'say what exists, in under 300 characters: $code',
    ({ text, index }) => {
      const error = compilation.errors.get(`slips.ts:${index + 2}`);
      expect(error).toContain(text);
      expect(error?.length).toBeLessThan(300);
    },
  );
});

it('types the exported hooks by the contract in Register', async () => {
  const register = `
declare module '@channelkit/react' {
  interface Register {
    channels: typeof import('./contract.ts').channels;
    userChannel: 'private-user.{userId}';
  }
}
export {};`;
  const page = `
import { useChannel, usePusherEvent } from '@channelkit/react';
const { data } = usePusherEvent('notice');
const text: string | undefined = data?.text;
const { data: order } = usePusherEvent('order.created', null, { channel: 'private-orders' });
const id: number | undefined = order?.orderId;
useChannel('private-order');
export const used = [text, id];`;
  const { errors } = await compile('register', {
    'contract.ts': contract,
    'register.ts': register,
    'page.ts': page,
  });
  expect([...errors]).toEqual([
    [
      'page.ts:7',
      expect.stringContaining('"presence-chat.{roomId}" | "private-orders" | "private-user.{userId}"'),
    ],
  ]);
}, 60_000);

it('checks a contract of 100 channels with 10 events each, and a use of each channel', async () => {
  const range = (size: number) => Array.from({ length: size }, (_, index) => index);
  const events = range(10).map((index) => `'event.${index}': event<{ n${index}: number }>()`);
  const definitions = range(100).map((index) => `'private-area${index}.{id}': { ${events.join(', ')} },`);
  const uses = range(100).map(
    (index) =>
      `usePusherEvent('event.${index % 10}', (data) => data.n${index % 10}, { channel: 'private-area${index}.1' });`,
  );
  const text = `
import { createRealtimeHooks, defineChannels, event } from '@channelkit/react';
const { usePusherEvent } = createRealtimeHooks(defineChannels({ ${definitions.join('\n')} }));
${uses.join('\n')}`;
  const { errors, instantiations } = await compile('large', { 'page.ts': text });
  expect([...errors]).toEqual([]);
  // Of all that is compiled, React's types included. Growth with the square of the channels would be seen here.
  expect(instantiations).toBeLessThan(200_000);
}, 60_000);
