import { readProjectEnv } from './envFiles.ts';
import { type Io, paint } from './io.ts';
import { describeTarget, resolveTarget, type Target, type TargetOptions } from './settings.ts';

/** Finds the server for a command and says on standard error which one it is. */
export function chooseTarget(options: TargetOptions, io: Io): Target {
  const env = readProjectEnv(io);
  const target = resolveTarget(options, env.values);
  io.err(paint(io, 'dim', `using ${describeTarget(target, options, env)}`));
  return target;
}
