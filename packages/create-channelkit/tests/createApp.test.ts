import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { copyTemplates } from '../copyTemplates.ts';
import { createApp, packageName } from '../src/createApp.ts';
import { readArguments } from '../src/readArguments.ts';
import { templates } from '../src/templates.ts';

const examples = path.resolve(import.meta.dirname, '../../../examples');

let root: string;
let packed: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'create-channelkit-'));
  packed = path.join(root, 'templates');
  copyTemplates(examples, packed);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('offers every example, and nothing else', () => {
  expect(templates.map(({ name }) => name).sort()).toEqual(readdirSync(examples).sort());
});

it.each(templates.map(({ name }) => name))('%s has at most 15 files, and a README of one screen', (name) => {
  const folder = path.join(packed, name);
  expect(
    readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile()).length,
  ).toBeLessThanOrEqual(15);
  expect(readFileSync(path.join(folder, 'README.md'), 'utf8').split('\n').length).toBeLessThanOrEqual(40);
});

it('writes an example under the name of the folder, with its .gitignore', () => {
  const folder = path.join(root, 'My Kitchen');
  createApp({ folder, template: 'react-router' }, packed);
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  expect(manifest).toMatchObject({ name: 'my-kitchen', scripts: { dev: 'react-router dev' } });
  expect(readFileSync(path.join(folder, '.gitignore'), 'utf8')).toContain('.env.local\n');
  expect(existsSync(path.join(folder, 'gitignore'))).toBe(false);
});

it('leaves out what an example ignores', () => {
  const example = path.join(root, 'examples/one');
  mkdirSync(path.join(example, 'node_modules/zod'), { recursive: true });
  writeFileSync(path.join(example, '.gitignore'), 'node_modules\n.env.local\n');
  writeFileSync(path.join(example, '.env.local'), 'PUSHER_APP_SECRET=mine\n');
  writeFileSync(path.join(example, 'package.json'), '{}');
  copyTemplates(path.join(root, 'examples'), packed);
  expect(readdirSync(path.join(packed, 'one')).sort()).toEqual(['gitignore', 'package.json']);
});

it('refuses a folder with files, and a file', () => {
  const folder = path.join(root, 'app');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'notes.txt'), 'mine');
  const create = (at: string) => createApp({ folder: at, template: 'vite-hono' }, packed);
  expect(() => create(folder)).toThrow('is not empty. Choose another name');
  expect(() => create(path.join(folder, 'notes.txt'))).toThrow('is a file. Choose another name');
  expect(readdirSync(folder)).toEqual(['notes.txt']);
});

it('takes an empty folder, and one that is a new repository', () => {
  const folder = path.join(root, 'app');
  mkdirSync(path.join(folder, '.git'), { recursive: true });
  createApp({ folder, template: 'print-station' }, packed);
  expect(existsSync(path.join(folder, 'station.ts'))).toBe(true);
});

it('names the templates when it is given another', () => {
  const create = () => createApp({ folder: path.join(root, 'app'), template: 'angular' }, packed);
  expect(create).toThrow('There is no template "angular". Choose one of: next-app-router, vite-hono,');
});

it('makes a package name of any folder', () => {
  expect(packageName('/tmp/Über App')).toBe('ber-app');
  expect(packageName('/tmp/_private')).toBe('private');
  expect(packageName('/tmp/…')).toBe('my-app');
});

it('reads its arguments', () => {
  expect(readArguments(['shop', '-t', 'vite-hono', '--yes'])).toEqual({
    folder: 'shop',
    template: 'vite-hono',
    yes: true,
    help: false,
  });
  expect(readArguments([])).toEqual({ yes: false, help: false });
  expect(() => readArguments(['--tempalte', 'vite-hono'])).toThrow('--help lists the options.');
  expect(() => readArguments(['one', 'two'])).toThrow('One folder at a time: one, two.');
});
