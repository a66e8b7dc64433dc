import { defineConfig, type UserConfig } from 'tsdown';

/** One build for every package: a file of dist per file of src, so that each `'use client'` stays in its file. */
export function library(entry: string[], options: Partial<UserConfig> = {}): UserConfig {
  return defineConfig({
    entry,
    format: ['esm'],
    platform: 'neutral',
    target: 'es2022',
    unbundle: true,
    // The build is readable as it is: maps and the sources that they lead to would make up two thirds of a tarball.
    dts: true,
    sourcemap: false,
    // the directive is kept, as the packed-package checks prove
    checks: { moduleLevelDirective: false },
    inputOptions: { resolve: { mainFields: ['module', 'main'] } },
    ...options,
  }) as UserConfig;
}
