import { expect, it } from 'vitest';
import { readEnvironment } from './readEnvironment.ts';

it('an empty variable counts as absent', () => {
  const env: NodeJS.ProcessEnv = { NODE_ENV: 'test', PORT: '', DEMO_HOST: '', SESSION_SECRET: '' };
  expect(readEnvironment(env)).toMatchObject({ firstPort: 3000, host: '127.0.0.1' });
  expect(env.SESSION_SECRET).toBeUndefined();
});

it.each([
  [{ PORT: '3x' }, 'PORT is "3x". Set it to a number from 0 to 65535'],
  [{ PORT: '65536' }, 'PORT is "65536"'],
  [{ SESSION_SECRET: 'short' }, 'SESSION_SECRET is too short. Set 32 or more random characters'],
  [{ PRINT_STATION_TOKEN: 'short' }, 'PRINT_STATION_TOKEN is too short. Set 16 or more'],
])('%j is refused with the remedy', (env, message) => {
  expect(() => readEnvironment({ NODE_ENV: 'test', ...env })).toThrow(message);
});
