import { Command, CommanderError } from 'commander';
import { type ChannelsOptions, channels } from './channels.ts';
import { CliError } from './cliError.ts';
import { type DevOptions, dev } from './dev.ts';
import { addFaultCommands } from './fault.ts';
import { type Io, paint } from './io.ts';
import { type ListenOptions, listen } from './listen.ts';
import { parsePort } from './settings.ts';
import { type TriggerOptions, trigger } from './trigger.ts';

const environmentHelp = `
Settings come from options, then the environment, then the .env files of the working directory: PUSHER_APP_ID,
PUSHER_APP_KEY, PUSHER_APP_SECRET, PUSHER_HOST, PUSHER_PORT, PUSHER_SCHEME, PUSHER_USE_TLS, PUSHER_APP_CLUSTER or
their REVERB_, NEXT_PUBLIC_ and VITE_ forms. The default is a local server; with a cluster and no host, Pusher itself.

Exit codes: 0 done, 1 failed, 2 wrong usage.`;

/** Runs the command line. @returns the exit code; all output goes through `io` */
export async function runCli(args: readonly string[], io: Io): Promise<number> {
  try {
    await createProgram(io).parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    io.err(`${paint(io, 'red', 'error')} ${error instanceof Error ? error.message : String(error)}`);
    return error instanceof CliError ? error.exitCode : 1;
  }
}

function createProgram(io: Io): Command {
  const program = new Command('channelkit')
    .description('A Pusher-protocol server for local work and tests, and commands for any Pusher server.')
    .version('0.1.0')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(text.trimEnd()),
      writeErr: (text) => io.err(text.trimEnd()),
    })
    .addHelpText('after', environmentHelp);
  addDev(program, io);
  withTarget(program.command('trigger').description('send an event'))
    .argument('<channel>')
    .argument('<event>')
    .argument('<json>', 'the payload')
    .option('--curl', 'print the signed request instead of sending it')
    .option('--socket-id <id>', 'a socket that does not receive the event')
    .action((...[channel, name, json, options]: [string, string, string, TriggerOptions]) =>
      trigger({ channel, name, json }, options, io),
    );
  withTarget(program.command('listen').description("print a channel's events"))
    .argument('<channel>')
    .option('--event <name>', 'only this event')
    .option('--count <n>', 'end after this many events', toCount)
    .option('--user-id <id>', 'the user id on a presence channel')
    .action((channel: string, options: ListenOptions) => listen(channel, options, io));
  withTarget(program.command('channels').description('list the occupied channels, or describe one'))
    .argument('[channel]')
    .option('--prefix <prefix>', 'only names with this prefix')
    .action((name: string | undefined, options: ChannelsOptions) => channels(name, options, io));
  addFaultCommands(
    program.command('fault').description('make a local server fail on purpose'),
    withTarget,
    io,
  );
  return program;
}

function addDev(program: Command, io: Io): void {
  program
    .command('dev')
    .description('serve the protocol on this machine, with a page at /')
    .option('--port <port>', 'the port (6001); the next free one if it is taken', parsePort)
    .option('--host <host>', 'the address to listen on (127.0.0.1)')
    .option('--strict', 'imitate the hosted service where that is less helpful')
    .option('--cors <origin...>', 'web origins that may call the HTTP API and open sockets')
    .option('--webhook <url...>', 'where to send webhooks')
    .option('--env <file>', 'write the variables of the server to this file')
    .option('--json', 'print the address and the app as JSON')
    .action((options: DevOptions) => dev(options, io));
}

function withTarget(command: Command): Command {
  return command
    .option('--host <host>', 'the server')
    .option('--port <port>', 'its port', parsePort)
    .option('--tls', 'use TLS')
    .option('--cluster <name>', 'a cluster at Pusher')
    .option('--app-id <id>', 'the app')
    .option('--key <key>', "the app's key")
    .option('--secret <secret>', "the app's secret")
    .option('--json', 'print JSON');
}

function toCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new CliError(`--count is a whole number greater than 0, not "${text}".`, 2);
}
