import { defineConfig, type UserConfig } from 'tsdown';

/** One build for every package: a file of dist per file of src, so that `'use client'` stays where it was written. */
export function library(entry: string[], options: Partial<UserConfig> = {}): UserConfig {
  return defineConfig({
    entry,
    format: ['esm'],
    platform: 'neutral',
    target: 'es2022',
    unbundle: true,
    dts: { sourcemap: true },
    sourcemap: true,
    // the directive is kept, as the packed-package checks prove
    checks: { moduleLevelDirective: false },
    inputOptions: { resolve: { mainFields: ['module', 'main'] } },
    ...options,
  }) as UserConfig;
}
