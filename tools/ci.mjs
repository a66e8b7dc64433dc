// Everything .ci/run checks after `npm test`. All steps run, also after a failed one; a failed check counts as one failed test,
// so that the sum never looks green on a red run.
import { readFileSync } from 'node:fs';
import { step } from './step.mjs';
import { record } from './tally.mjs';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const interop = 'interop' in scripts ? [['interop', 'pnpm run interop']] : [];

const checks = [
  ['build', 'turbo run build'],
  ['types', 'turbo run types'],
  ['coverage of core', 'pnpm run coverage'],
  ['format and lint', 'biome ci .'],
  ['oxlint', 'oxlint --type-aware'],
  ['layers', 'node tools/layers.mjs'],
  ['boundaries', 'turbo boundaries --filter=./packages/* --filter=./apps/*'],
  ['knip', 'knip'],
  ['house rules', 'node tools/houseRules.mjs'],
  ['lockfile', 'node tools/lockPlatforms.mjs'],
  ['docstrings', 'node tools/docstrings.mjs'],
  ['documents', 'node tools/docs.mjs'],
  ['capabilities', 'node tools/capabilities.mjs'],
  ['errors page', 'node tools/errorsPage.mjs --check'],
  ['api', 'node tools/api.mjs'],
  ['sizes', 'size-limit'],
  ['tarballs', 'node tools/tarballChecks.mjs'],
  ['packed app', 'node tools/packed.mjs'],
  ['PostgreSQL', 'node tools/postgresTests.mjs'],
  ['npm start', 'node tools/startCheck.mjs'],
  ...interop,
];

const failed = [];
for (const [title, command] of checks) {
  if ((await step(title, command)) !== 0) failed.push(title);
}
record('checks', {
  passed: 0,
  failed: failed.length,
  failures: failed.map((title) => `the check "${title}"`),
});
console.log(failed.length > 0 ? `\nFailed checks: ${failed.join(', ')}` : '\nAll checks passed');
process.exitCode = failed.length > 0 ? 1 : 0;
