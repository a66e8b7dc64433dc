import { cpSync, existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateError } from './createError.ts';
import { templates } from './templates.ts';

/** What is created, and where. */
export interface Choices {
  /** An absolute or relative path; may exist if it is empty. */
  readonly folder: string;
  readonly template: string;
}

/** Why a folder cannot be used, or undefined. An empty folder with a `.git` can be used. */
export function folderProblem(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  if (!statSync(folder).isDirectory()) return `${folder} is a file. Choose another name.`;
  if (readdirSync(folder).some((name) => name !== '.git'))
    return `The folder ${folder} is not empty. Choose another name, or empty it.`;
  return undefined;
}

/** Writes a template into a folder, and the folder's name into its package.json. @throws CreateError */
export function createApp({ folder, template }: Choices, from: string = packedTemplates()): void {
  if (!templates.some(({ name }) => name === template)) {
    const names = templates.map(({ name }) => name).join(', ');
    throw new CreateError(`There is no template "${template}". Choose one of: ${names}.`, 2);
  }
  const problem = folderProblem(folder);
  if (problem) throw new CreateError(problem);
  cpSync(path.join(from, template), folder, { recursive: true });
  renameSync(path.join(folder, 'gitignore'), path.join(folder, '.gitignore'));
  const file = path.join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, `${JSON.stringify({ ...manifest, name: packageName(folder) }, null, 2)}\n`);
}

/** The folder's name as npm accepts it. */
export function packageName(folder: string): string {
  const name = path
    .basename(path.resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9._~-]+/g, '-')
    .replace(/^[._-]+|-+$/g, '');
  return name || 'my-app';
}

/** `templates` beside the built module. */
function packedTemplates(): string {
  return fileURLToPath(new URL('./templates', import.meta.url));
}
