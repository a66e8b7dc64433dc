import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('loads pusher-js and the code for connections with the first connection, and no cipher (16)', () => {
  const index = fileURLToPath(new URL('../src/index.ts', import.meta.url));
  const program = `
    import { registerHooks } from 'node:module';
    const loaded = new Set();
    registerHooks({
      load(url, context, next) {
        const [part] = /\\/pusher-js\\/|\\/tweetnacl\\/|\\/src\\/client\\/socketParts\\.ts/.exec(url) ?? [];
        if (part) loaded.add(part);
        return next(url, context);
      },
    });
    const { createRealtimeClient } = await import(${JSON.stringify(index)});
    const imported = [...loaded];
    const client = createRealtimeClient({ key: 'k', host: '127.0.0.1', port: 1, tls: false });
    const made = [...loaded];
    client.connect();
    while (loaded.size < 2) await new Promise(setImmediate);
    client.dispose();
    console.log(JSON.stringify({ imported, made, connecting: [...loaded].sort() }));
  `;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', '--input-type=module', '--eval', program],
    { encoding: 'utf8', timeout: 20_000, cwd: fileURLToPath(new URL('..', import.meta.url)) },
  );
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({
    imported: [],
    made: [],
    connecting: ['/pusher-js/', '/src/client/socketParts.ts'],
  });
});
