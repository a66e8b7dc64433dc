import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type DemoAccess, DemoUnavailable } from './demoApi.ts';

/** The settings of a station, from its environment. */
export interface StationSettings {
  readonly name: string;
  /** The folder of the journal and the tickets. */
  readonly folder: string;
  readonly paper: string;
  /** Milliseconds that a line takes to print. */
  readonly lineTime: number;
  /** The demo's address and token. @throws DemoUnavailable if neither the environment nor the demo's folder has them */
  readonly access: () => DemoAccess;
}

const root = path.join(import.meta.dirname, '..');

function written(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/**
 * Reads `DEMO_URL` and `PRINT_STATION_TOKEN` (or what a demo on this machine wrote to `DEMO_DATA_DIR`), `PRINT_STATION_NAME`,
 * `PRINT_STATION_DIR` and `PRINT_LINE_MS`.
 * @throws Error for a name or number that cannot be used
 */
export function readSettings(env: NodeJS.ProcessEnv): StationSettings {
  const name = env.PRINT_STATION_NAME || 'kitchen';
  if (!/^[\w-]{1,60}$/.test(name))
    throw new Error('PRINT_STATION_NAME: use at most 60 letters, digits, "-" or "_".');
  const lineTime = Number(env.PRINT_LINE_MS ?? 40);
  if (!Number.isInteger(lineTime) || lineTime < 0 || lineTime > 10_000)
    throw new Error('PRINT_LINE_MS: a whole number of milliseconds, from 0 to 10000.');
  const folder = path.resolve(env.PRINT_STATION_DIR || path.join(root, '.data', name));
  const demo = path.resolve(env.DEMO_DATA_DIR || path.join(root, '../demo/.data'));
  return {
    name,
    folder,
    paper: path.join(folder, 'tickets.txt'),
    lineTime,
    access: () => {
      const url = env.DEMO_URL || written(path.join(demo, 'address'));
      const token = env.PRINT_STATION_TOKEN || written(path.join(demo, 'station-token'));
      if (url && token) return { url, token };
      throw new DemoUnavailable(
        'No demo is running here. Start it with "npm start", or set DEMO_URL and PRINT_STATION_TOKEN.',
      );
    },
  };
}
