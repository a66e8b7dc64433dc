import { cpSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/** Copies each example without what its `.gitignore` names. npm packs no `.gitignore`, so the copy is called `gitignore`. */
export function copyTemplates(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  for (const name of readdirSync(from)) {
    const source = path.join(from, name);
    const ignored = new Set(readFileSync(path.join(source, '.gitignore'), 'utf8').split('\n'));
    const target = path.join(to, name);
    cpSync(source, target, { recursive: true, filter: (file) => !ignored.has(path.basename(file)) });
    renameSync(path.join(target, '.gitignore'), path.join(target, 'gitignore'));
  }
}
