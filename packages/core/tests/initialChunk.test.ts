import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('loads pusher-js with the first connection and not with the page (16)', () => {
  const index = fileURLToPath(new URL('../src/index.ts', import.meta.url));
  const program = `
    import { createRequire } from 'node:module';
    const { cache } = createRequire(${JSON.stringify(index)});
    const isLoaded = () => Object.keys(cache).some((file) => file.includes('pusher-js'));
    const { createRealtimeClient } = await import(${JSON.stringify(index)});
    const imported = isLoaded();
    const client = createRealtimeClient({ key: 'k', host: '127.0.0.1', port: 1, tls: false });
    const made = isLoaded();
    client.connect();
    while (!isLoaded()) await new Promise(setImmediate);
    client.dispose();
    console.log(JSON.stringify({ imported, made, connecting: isLoaded() }));
  `;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', '--input-type=module', '--eval', program],
    { encoding: 'utf8', timeout: 20_000, cwd: fileURLToPath(new URL('..', import.meta.url)) },
  );
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ imported: false, made: false, connecting: true });
});
