import { registerHooks } from 'node:module';
import { mutants } from './mutantList.ts';

const mutant = mutants[process.env.MUTANT ?? ''];
if (!mutant) throw new Error('MUTANT names no mutant');

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith(`/packages/tanstack-query/src/${mutant.file}`)) return loaded;
    const source = String(loaded.source);
    if (!source.includes(mutant.from)) throw new Error(`${mutant.file} has no ${mutant.from}`);
    return { ...loaded, source: source.replace(mutant.from, mutant.to) };
  },
});
