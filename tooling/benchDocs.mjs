// `npm run bench:docs` writes the tables of the documents from bench/results/*.json, each between `<!-- bench:name -->` and
// `<!-- /bench -->`, so that no figure is copied by hand. With --check it compares.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';

const check = process.argv.includes('--check');
const problems = [];
for (const page of globSync(['README.md', 'docs/*.md', 'packages/*/README.md'])) {
  const text = readFileSync(page, 'utf8');
  const written = text.replaceAll(
    /<!-- bench:([\w-]+) -->\n[\s\S]*?<!-- \/bench -->/g,
    (_, name) => `<!-- bench:${name} -->\n${name === 'headlines' ? headlines() : table(name)}<!-- /bench -->`,
  );
  if (written === text) continue;
  if (check) problems.push(`${page} differs from bench/results: npm run bench:docs`);
  else writeFileSync(page, written);
}
console.log(problems.join('\n') || 'benchmarks: as measured');
process.exitCode = problems.length > 0 ? 1 : 0;

function resultsOf(name) {
  const file = `bench/results/${name}.json`;
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function table(name) {
  const results = resultsOf(name);
  if (!results) return `\nNot measured yet: \`pnpm -C bench ${name}\`.\n\n`;
  const { measured, columns, rows } = results;
  const lines = [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `\n${lines.join('\n')}\n\nMeasured on ${measured.on}: Node ${measured.node}, ${measured.cpu}.\n\n`;
}

/** The three figures of the README; one whose table is not measured is left out. */
function headlines() {
  const lines = [headlineOfBursts, headlineOfSituations, headlineOfRenders]
    .map((headline) => headline())
    .filter(Boolean);
  return `\n${lines.map((line) => `- ${line}\n`).join('')}\n`;
}

function headlineOfBursts() {
  const { rows } = resultsOf('query-bursts') ?? {};
  if (!rows) return;
  const fetches = (way) =>
    rows.find((cells) => cells[0] === '100 events at once' && cells[1].startsWith(way))[2];
  return `**${fetches('ChannelKit')} fetch** for 100 events at once, where \`bind\` with \`invalidateQueries\` makes ${fetches('bind')}.`;
}

function headlineOfSituations() {
  const { columns, rows } = resultsOf('query-situations') ?? {};
  if (!rows) return;
  const right = columns.map((_, column) => rows.filter((cells) => !cells[column].includes('**')).length);
  return `**${right.at(-1)} of ${rows.length} situations** end right, such as an event during a drop or a failed fetch. The best of three hand-written ways gets ${Math.max(...right.slice(1, -1))} right.`;
}

function headlineOfRenders() {
  const { columns, rows } = resultsOf('react-hooks') ?? {};
  if (!rows) return;
  const renders = rows.find(([title]) => title.includes('renders of one component'));
  return `**${renders[columns.indexOf('ChannelKit')]} renders** of a component for 10,000 events, where an effect with \`bind\` makes ${renders[1]}.`;
}
