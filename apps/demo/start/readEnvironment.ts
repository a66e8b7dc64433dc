import path from 'node:path';

interface StartEnvironment {
  readonly dataFolder: string;
  /** Where to look for a free port first; 0 takes any. */
  readonly firstPort: number;
  readonly host: string;
}

const shortest = { SESSION_SECRET: 32, PRINT_STATION_TOKEN: 16 } as const;

/**
 * Reads what `npm start` is told by its environment.
 * @throws Error for a value that cannot work, with the remedy
 */
export function readEnvironment(env: NodeJS.ProcessEnv): StartEnvironment {
  const firstPort = Number(env.PORT || 3000);
  if (!Number.isInteger(firstPort) || firstPort < 0 || firstPort > 65_535)
    throw new Error(`PORT is "${env.PORT}". Set it to a number from 0 to 65535, or leave it out for 3000.`);
  for (const [name, length] of Object.entries(shortest)) {
    // An empty variable counts as absent.
    if (env[name] === '') delete env[name];
    const value = env[name];
    if (value !== undefined && value.length < length)
      throw new Error(
        `${name} is too short. Set ${length} or more random characters, or leave it out: the demo makes its own.`,
      );
  }
  return {
    dataFolder: path.resolve(env.DEMO_DATA_DIR || '.data'),
    firstPort,
    host: env.DEMO_HOST || '127.0.0.1',
  };
}
