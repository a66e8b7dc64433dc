import { type BabelFileResult, type PluginObj, transformAsync, types } from '@babel/core';
import compiler, { type Logger, type PluginOptions } from 'babel-plugin-react-compiler';
import type { Plugin } from 'vitest/config';

/** The compiler's report on one function. */
export type CompilerEvent = Parameters<NonNullable<Logger['logEvent']>>[1];

/** The React Compiler's output for one file. */
export interface Compiled {
  readonly code: string;
  readonly map: NonNullable<BabelFileResult['map']> | null;
  readonly events: readonly CompilerEvent[];
}

const isRendered = (call: types.CallExpression): boolean =>
  types.isIdentifier(call.callee) && /^(renderHook|counted)$/.test(call.callee.name);

/** A callback that is rendered as a component has no name that says so; the directive does. */
const renderedCallbacks: PluginObj = {
  visitor: {
    // The compiler looks at the whole program when it enters it.
    Program(program) {
      program.traverse({
        CallExpression({ node }) {
          const [hook] = node.arguments;
          if (!isRendered(node) || !types.isArrowFunctionExpression(hook)) return;
          if (!types.isBlockStatement(hook.body)) {
            hook.body = types.blockStatement([types.returnStatement(hook.body)]);
          }
          hook.body.directives.push(types.directive(types.directiveLiteral('use memo')));
        },
      });
    },
  },
};

/** Compiles a TypeScript source as an application's build does, and leaves types and JSX for the bundler. */
export async function compileWithReact(code: string, file: string): Promise<Compiled> {
  const events: CompilerEvent[] = [];
  const options: PluginOptions = {
    logger: { logEvent: (_, event) => void events.push(event) },
    panicThreshold: 'none',
    // It would move inline handlers of a component that stands inside a test out of reach of the test's variables.
    environment: { enableFunctionOutlining: false },
  };
  const made = await transformAsync(code, {
    filename: file,
    configFile: false,
    babelrc: false,
    sourceMaps: true,
    parserOpts: { plugins: file.endsWith('x') ? ['typescript', 'jsx'] : ['typescript'] },
    plugins: [renderedCallbacks, [compiler, options]],
  });
  return { code: made?.code ?? code, map: made?.map ?? null, events };
}

/** Compiles the files that `compiles` names. What the compiler gives up on fails, where a build would say nothing. */
export function reactCompiler(compiles: (file: string) => boolean): Plugin {
  return {
    name: 'channelkit:react-compiler',
    enforce: 'pre',
    // Vitest's cache knows nothing of the compiler and its options.
    configureVitest({ defineCacheKeyGenerator }) {
      defineCacheKeyGenerator(({ id }) => (compiles(id) ? false : undefined));
    },
    async transform(code, id) {
      if (!compiles(id)) return null;
      const { events, ...compiled } = await compileWithReact(code, id);
      const refused = events.find(({ kind }) => kind !== 'CompileSuccess');
      if (refused) throw new Error(`The React Compiler gave up: ${JSON.stringify(refused)}`);
      return compiled;
    },
  };
}
