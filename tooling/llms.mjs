// `npm run llms` writes docs/llms.txt, an index of the documents for language models (llmstxt.org), and docs/llms-full.txt, their text in one
// file. With --check it compares them.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packages } from './workspace.mjs';

const check = process.argv.includes('--check');
const { repository } = JSON.parse(readFileSync('package.json', 'utf8'));
const web = `${repository.url.replace(/^git\+|\.git$/g, '')}/blob/main`;

const sections = {
  Start: ['next', 'vite', 'react-router', 'tanstack-start'].map((name) => `docs/start/${name}.md`),
  Guides: [
    'server',
    'nothing-missed',
    'many-tabs',
    'testing',
    'jest',
    'migrating',
    'moving-to-production',
  ].map((name) => `docs/${name}.md`),
  Packages: packages.map(({ dir }) => `${dir}/README.md`),
  Reference: ['docs/continuity-protocol.md', 'docs/errors.md'],
};
const readme = readFileSync('README.md', 'utf8');
const summary = `# ChannelKit\n\n> ${oneLine(firstParagraph(readme))}\n`;

const index = Object.entries(sections).map(
  ([title, files]) => `## ${title}\n\n${files.map(entryOf).join('\n')}\n`,
);
const whole = ['README.md', ...Object.values(sections).flat()].map(
  (file) => `<!-- ${file} -->\n\n${textOf(file)}\n`,
);
const stale = [
  ['docs/llms.txt', [summary, ...index].join('\n')],
  ['docs/llms-full.txt', [summary, ...whole].join('\n')],
].filter(([file, text]) => {
  if (!check) writeFileSync(file, text);
  return !existsSync(file) || readFileSync(file, 'utf8') !== text;
});
console.log(stale.map(([file]) => `${file} is out of date: npm run llms`).join('\n') || 'llms: up to date');
process.exitCode = stale.length > 0 ? 1 : 0;

function entryOf(file) {
  const text = textOf(file);
  const [, title] = /^# (.+)$/m.exec(text);
  const [first] = oneLine(firstParagraph(text)).split(/(?<=\.) /);
  return `- [${title}](${web}/${file}): ${first}`;
}

/** A document without tables of measurements, which change with every run, and with links that work from anywhere. */
function textOf(file) {
  return readFileSync(file, 'utf8')
    .replaceAll(/<!-- bench:[\s\S]*?<!-- \/bench -->\n*/g, '')
    .replaceAll(
      /\]\((?![a-z]+:|#)([^)\s]+)\)/g,
      (_, target) => `](${web}/${path.join(path.dirname(file), target)})`,
    )
    .trim();
}

function firstParagraph(text) {
  return text.split(/\n{2,}/).find((part) => /^[A-Z`@]/.test(part)) ?? '';
}

function oneLine(text) {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1');
}
