#!/usr/bin/env node
import path from 'node:path';
import process from 'node:process';
import { askForChoices } from './askForChoices.ts';
import { type Choices, createApp } from './createApp.ts';
import { CreateError } from './createError.ts';
import { type Arguments, defaultFolder, readArguments } from './readArguments.ts';
import { templates } from './templates.ts';

const print = (text: string) => void process.stdout.write(`${text}\n`);

try {
  await run(readArguments(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof CreateError ? error.exitCode : 1;
}

async function run(given: Arguments): Promise<void> {
  if (given.help) return print(help());
  // Nobody is asked where nobody can answer, such as in a script.
  const asks = !given.yes && process.stdin.isTTY && process.stdout.isTTY;
  const choices = asks
    ? await askForChoices(given)
    : { folder: given.folder ?? defaultFolder, template: given.template ?? templates[0].name };
  if (!choices) {
    process.exitCode = 1;
    return;
  }
  createApp(choices);
  print(nextSteps(choices));
}

function help(): string {
  const width = Math.max(...templates.map(({ name }) => name.length));
  const list = templates.map(({ name, title, hint }) => `  ${name.padEnd(width)}  ${title} (${hint})`);
  return `npm create channelkit@latest [folder] -- [options]

  -t, --template <name>  what to begin with; the default is ${templates[0].name}
  -y, --yes              ask nothing
  -h, --help             this text

Templates:
${list.join('\n')}`;
}

function nextSteps({ folder, template }: Choices): string {
  const name = packageManager();
  const [install, run, dev] =
    name === 'npm'
      ? ['npm install', 'npx', 'npm run dev']
      : [`${name} install`, name === 'bun' ? 'bunx' : name, `${name} dev`];
  const from = path.relative(process.cwd(), path.resolve(folder));
  const enter = from === '' ? '' : `cd ${/\s/.test(from) ? JSON.stringify(from) : from} && `;
  return `
Created ${path.resolve(folder)} from the template ${template}. Next:

  ${enter}${install} && ${run} channelkit dev --env .env.local

and, in a second terminal${enter && ` in ${from}`}:

  ${name === 'bun' ? 'bun run dev' : dev}
`;
}

/** The package manager that runs this command. */
function packageManager(): string {
  const name = /^(npm|pnpm|yarn|bun)\//.exec(process.env.npm_config_user_agent ?? '')?.[1];
  return name ?? 'npm';
}
