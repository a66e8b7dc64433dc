// Runs the Node bundle of pusher-js's suite in a process of its own, in which Pusher's host names mean the local server.
import { createRequire } from 'node:module';
import net from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';

const [clients, bundle, ports] = process.argv.slice(2);
const { plain, tls: secure } = JSON.parse(ports);
const require = createRequire(join(clients, 'package.json'));

for (const [module, port] of /** @type {const} */ ([
  [net, plain],
  [tls, secure],
])) {
  const { connect } = module;
  module.connect = (...args) => {
    const isForPusher = args.some((arg) => /pusher\.com/.test(arg?.host ?? arg));
    const onConnect = args.find((arg) => typeof arg === 'function');
    if (!isForPusher) return connect(...args);
    return connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, onConnect);
  };
}

const Jasmine = require('jasmine');
const jasmine = new Jasmine();
jasmine.exitOnCompletion = false;
jasmine.loadConfig({ random: false, spec_files: [] });
jasmine.addMatchingSpecFiles([bundle]);
const result = { passed: 0, failures: [] };
jasmine.clearReporters();
jasmine.addReporter({
  specDone: ({ status, fullName, failedExpectations }) => {
    if (status === 'passed') result.passed += 1;
    else result.failures.push(`${fullName}: ${failedExpectations[0]?.message ?? status}`);
  },
});
await jasmine.execute();
process.send(result, () => process.exit());
