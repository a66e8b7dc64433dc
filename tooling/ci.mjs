// Everything .ci/run checks after `npm test`. All steps run, even after a failure. A failed check counts as one failed test,
// so that the total is never green on a red run.
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
  ['layers', 'node tooling/layers.mjs'],
  ['circles', 'node tooling/circles.mjs'],
  ['boundaries', 'turbo boundaries --filter=./packages/* --filter=./apps/*'],
  ['knip', 'knip'],
  ['manifests', 'node tooling/manifests.mjs --check'],
  ['house rules', 'node tooling/houseRules.mjs'],
  ['lockfile', 'node tooling/lockPlatforms.mjs'],
  ['docstrings', 'node tooling/docstrings.mjs'],
  ['documents', 'node tooling/docs.mjs'],
  ['capabilities', 'node tooling/capabilities.mjs'],
  ['errors page', 'node tooling/errorsPage.mjs --check'],
  ['llms.txt', 'node tooling/llms.mjs --check'],
  ['benchmarks page', 'node tooling/benchDocs.mjs --check'],
  ['api', 'node tooling/api.mjs'],
  ['sizes', 'size-limit'],
  ['tarballs', 'node tooling/tarballChecks.mjs'],
  ['packed app', 'node tooling/packed.mjs'],
  ['examples', 'node tooling/examples.mjs'],
  ['start pages', 'node tooling/templates.mjs'],
  ['PostgreSQL', 'node tooling/postgresTests.mjs'],
  ['npm start', 'node tooling/startCheck.mjs'],
  ['tabs of a browser', 'node tooling/tabsTests.mjs'],
  ['end-to-end tests without pusher-js', 'node tooling/endToEnd.mjs'],
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
