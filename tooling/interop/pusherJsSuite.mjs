// pusher-js's own integration suite, from its npm package, against the protocol server: in Node and in Chromium.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { startDevServer } from '@channelkit/dev-server';
import { chromium } from '@playwright/test';
import { launchOptions } from '../browser.ts';
import { startBackEnd } from './suiteBackEnd.mjs';

/** The keys in the suite, each with the cluster that its specs connect to. */
const apps = [
  { id: '1', key: 'c49a449b916bb4246729', secret: 'mt1-secret', cluster: 'mt1' },
  { id: '2', key: 'cb7d5e50f5669e5c9ae6', secret: 'eu-secret', cluster: 'eu' },
];

/** Runs the suite. @returns for each environment how many specs passed, and the failures */
export async function runPusherJsSuite(clients, environments = ['node', 'web']) {
  const require = createRequire(join(clients, 'package.json'));
  const server = await startDevServer({
    apps: apps.map(({ id, key, secret }) => ({ id, key, secret })),
    cors: apps.map(({ cluster }) => `http://ws-${cluster}.pusher.com`),
    // The suite connects to Pusher's own names, which the runner maps to this server.
    host: '0.0.0.0',
  });
  const tls = await startTls(require('selfsigned'), server.port);
  const Publisher = require('pusher-5');
  const backEnds = await Promise.all(
    apps.map(({ id, key, secret }) => {
      const host = { host: '127.0.0.1', port: String(server.port), useTLS: false };
      return startBackEnd(new Publisher({ appId: id, key, secret, ...host }));
    }),
  );
  const ports = { plain: server.port, tls: tls.address().port };
  const results = {};
  try {
    for (const environment of environments) {
      const bundle = await build(require, clients, { environment, urls: backEnds.map(({ url }) => url) });
      const run = environment === 'node' ? runInNode : runInChromium;
      const pageUrl = backEnds[0].url;
      results[environment] = await run(require, clients, { bundle, ports, pageUrl });
    }
  } finally {
    await Promise.all([server.stop({ abrupt: true }), ...backEnds.map(({ stop }) => stop())]);
    tls.close();
  }
  return results;
}

/** TLS in front of the server, which speaks none. */
async function startTls(selfsigned, port) {
  const { private: key, cert } = selfsigned.generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
  });
  const server = createTlsServer({ key, cert }, (socket) => {
    const inner = connect(port, '127.0.0.1');
    socket.on('error', () => inner.destroy());
    inner.on('error', () => socket.destroy());
    socket.pipe(inner).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function build(require, clients, { environment, urls }) {
  const webpack = require('webpack');
  const isNode = environment === 'node';
  const source = join(clients, 'node_modules/pusher-js');
  const spec = join(source, 'spec/javascripts');
  const mocked = 'node/mock-dom-dependencies';
  const compiler = webpack({
    mode: 'development',
    devtool: false,
    context: source,
    entry: fileURLToPath(new URL('./suiteEntry.cjs', import.meta.url)),
    target: environment,
    output: { path: join(clients, 'suite'), filename: `${environment}.js` },
    resolve: {
      extensions: ['.ts', '.js'],
      modules: ['src', 'src/runtimes', `src/runtimes/${environment}`]
        .map((folder) => join(source, folder))
        .concat(join(spec, 'helpers'), join(clients, 'node_modules')),
      fallback: { buffer: false },
      alias: {
        integration: fileURLToPath(new URL('./suiteSurroundings.cjs', import.meta.url)),
        suite: join(spec, 'integration'),
        ...(isNode && {
          pusher_integration: join(source, 'src/core/pusher.js'),
          'dom/dependencies': mocked,
          'dom/dependency_loader': mocked,
        }),
      },
    },
    resolveLoader: { modules: [join(clients, 'node_modules')] },
    module: {
      rules: [
        {
          test: /\.ts$/,
          loader: 'ts-loader',
          options: { transpileOnly: true, compilerOptions: { module: 'commonjs' } },
        },
      ],
    },
    externals: { testenv: `'${environment}'` },
    plugins: [
      new webpack.DefinePlugin({
        VERSION: '"8.6.0"',
        CDN_HTTP: '"http://js.pusher.com"',
        CDN_HTTPS: '"https://js.pusher.com"',
        DEPENDENCY_SUFFIX: '""',
        RUNTIME: JSON.stringify(environment),
        API_URL: JSON.stringify(urls[0]),
        API_EU_URL: JSON.stringify(urls[1]),
        ...(!isNode && { global: 'window' }),
      }),
    ],
  });
  const stats = await new Promise((resolve, reject) => {
    compiler.run((error, result) => (error ? reject(error) : resolve(result)));
  });
  if (stats.hasErrors()) throw new Error(stats.toString({ all: false, errors: true }));
  return join(clients, 'suite', `${environment}.js`);
}

async function runInNode(_require, clients, { bundle, ports }) {
  const runner = fileURLToPath(new URL('./suiteInNode.mjs', import.meta.url));
  const child = spawn(process.execPath, [runner, clients, bundle, JSON.stringify(ports)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [[result]] = await Promise.all([
    Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => [{ passed: 0, failures: ['Node'] }]),
    ]),
    once(child, 'exit'),
  ]);
  return result;
}

async function runInChromium(require, _clients, { bundle, ports, pageUrl }) {
  const options = launchOptions();
  const rules = apps.flatMap(({ cluster }) => [
    `MAP ws-${cluster}.pusher.com:80 127.0.0.1:${ports.plain}`,
    `MAP ws-${cluster}.pusher.com:443 127.0.0.1:${ports.tls}`,
  ]);
  const browser = await chromium.launch({
    ...options,
    args: [...options.args, `--host-resolver-rules=${rules.join(',')}`, '--ignore-certificate-errors'],
  });
  try {
    const page = await browser.newPage();
    // A page that really comes from this machine: the server and Chromium let it connect to loopback.
    await page.goto(pageUrl);
    const core = require.resolve('jasmine-core/lib/jasmine-core/jasmine.js');
    for (const content of [readFileSync(core, 'utf8'), startJasmine]) await page.addScriptTag({ content });
    await page.addScriptTag({ content: readFileSync(bundle, 'utf8') });
    return await page.evaluate('runJasmine()');
  } finally {
    await browser.close();
  }
}

/** Runs in the page, in front of the suite. */
const startJasmine = `
  window.jasmine = jasmineRequire.core(jasmineRequire);
  const env = jasmine.getEnv({ suppressLoadErrors: true });
  Object.assign(window, jasmineRequire.interface(jasmine, env));
  window.runJasmine = async () => {
    const result = { passed: 0, failures: [] };
    env.configure({ random: false });
    env.addReporter({ specDone: ({ status, fullName, failedExpectations }) => {
      if (status === 'passed') result.passed += 1;
      else result.failures.push(fullName + ': ' + (failedExpectations[0]?.message ?? status));
    } });
    await env.execute();
    return result;
  };
`;
