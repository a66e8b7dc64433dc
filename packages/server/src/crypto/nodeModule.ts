import type * as nodeCrypto from 'node:crypto';
import type * as nodeHttp from 'node:http';
import type * as nodeHttps from 'node:https';

interface NodeModules {
  readonly 'node:crypto': typeof nodeCrypto;
  readonly 'node:http': typeof nodeHttp;
  readonly 'node:https': typeof nodeHttps;
}

interface Runtime {
  readonly process?: {
    readonly release?: { readonly name?: string };
    readonly getBuiltinModule?: (name: string) => unknown;
  };
}

/**
 * A module of Node.js where the runtime has one, undefined elsewhere. It is looked up and not imported, so that bundlers for workers and
 * edge runtimes have nothing to resolve.
 */
export function nodeModule<TName extends keyof NodeModules>(name: TName): NodeModules[TName] | undefined {
  const { process } = globalThis as Runtime;
  return process?.getBuiltinModule?.(name) as NodeModules[TName] | undefined;
}

/** Whether this is Node.js itself or a runtime that passes for it; false in workers that only offer some of its modules. */
export function isNode(): boolean {
  return (globalThis as Runtime).process?.release?.name === 'node' && !('WebSocketPair' in globalThis);
}
