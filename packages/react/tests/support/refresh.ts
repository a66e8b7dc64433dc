import { createRequire } from 'node:module';
import type { ComponentType } from 'react';
import type { createRoot as CreateRoot } from 'react-dom/client';

interface RefreshRuntime {
  injectIntoGlobalHook(target: object): void;
  register(type: ComponentType<never>, id: string): void;
  setSignature(type: ComponentType<never>, key: string): void;
  performReactRefresh(): unknown;
}

/** What a development server does with React's own refresh runtime. */
export interface Refresh {
  /** Of a react-dom that was loaded after the runtime, as in a development page. */
  readonly createRoot: typeof CreateRoot;
  /** Says which component this is an edition of. Another signature (the hooks in it) mounts it anew. */
  readonly define: (id: string, type: ComponentType<never>, signature?: string) => void;
  /** Puts the newest editions in place of the older ones. */
  readonly apply: () => void;
}

export function loadRefresh(): Refresh {
  const require = createRequire(import.meta.url);
  const runtime: RefreshRuntime = require('react-refresh/runtime');
  runtime.injectIntoGlobalHook(globalThis);
  const isReactDom = ([file]: [string, unknown]) => /[\\/]react-dom[\\/]/.test(file);
  const loaded = Object.entries(require.cache).filter(isReactDom);
  for (const [file] of loaded) delete require.cache[file];
  const { createRoot }: { createRoot: typeof CreateRoot } = require('react-dom/client');
  // Other test files share the modules, and must not mix the two copies.
  Object.assign(require.cache, Object.fromEntries(loaded));
  return {
    createRoot,
    define(id, type, signature = '') {
      runtime.setSignature(type, signature);
      runtime.register(type, id);
    },
    apply: () => void runtime.performReactRefresh(),
  };
}
