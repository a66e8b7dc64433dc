import type { Command } from 'commander';
import { callApi } from './apiCall.ts';
import { CliError } from './cliError.ts';
import { type Io, paint } from './io.ts';
import type { TargetOptions } from './settings.ts';
import { chooseTarget } from './target.ts';

/** A `channelkit fault` subcommand: its kind over HTTP, its help line and its options beside the scope. */
interface FaultCommandLine {
  name: string;
  kind: string;
  help: string;
  numbers?: Record<string, string>;
  texts?: Record<string, string>;
  /** Options that must be given. */
  required?: string[];
  /** Whether it can be limited to an event. */
  hasEvent?: boolean;
}

const status = { status: 'HTTP status to answer with' };
const ms = { ms: 'milliseconds' };

const commandLines: readonly FaultCommandLine[] = [
  {
    name: 'drop',
    kind: 'drop',
    help: 'close connections with a code',
    numbers: { code: 'close code (4200)' },
  },
  { name: 'destroy', kind: 'destroy', help: 'destroy the TCP sockets of connections' },
  { name: 'malformed', kind: 'malformed', help: 'send a broken frame', texts: { frame: 'the frame' } },
  {
    name: 'refuse',
    kind: 'refuse',
    help: 'refuse new connections',
    numbers: { ...status, code: 'close code instead' },
  },
  { name: 'mute', kind: 'mute', help: 'half-open: stay connected and silent' },
  { name: 'pause', kind: 'pause', help: 'hold outgoing messages', hasEvent: true },
  { name: 'resume', kind: 'resume', help: 'deliver the held messages' },
  {
    name: 'delay',
    kind: 'delay',
    help: 'make messages late',
    numbers: { ...ms, jitter: 'up to this much more' },
    required: ['ms'],
    hasEvent: true,
  },
  { name: 'duplicate', kind: 'duplicate', help: 'send messages twice', hasEvent: true },
  {
    name: 'reorder',
    kind: 'reorder',
    help: 'swap neighboring messages',
    numbers: { within: 'ms to wait for the next' },
    hasEvent: true,
  },
  { name: 'lose', kind: 'lose', help: 'lose outgoing messages', hasEvent: true },
  {
    name: 'reject-auth',
    kind: 'rejectAuth',
    help: 'refuse subscriptions',
    numbers: status,
    texts: { error: 'error text' },
  },
  { name: 'delay-auth', kind: 'delayAuth', help: 'answer subscriptions late', numbers: ms, required: ['ms'] },
  { name: 'over-quota', kind: 'overQuota', help: 'run out of quota: 4004 and 403' },
  { name: 'fail-api', kind: 'failApi', help: 'answer API requests with a status', numbers: status },
  {
    name: 'restart',
    kind: 'restart',
    help: 'restart on the same port',
    numbers: { downtime: 'ms without a listener' },
  },
];

type Options = TargetOptions & Record<string, unknown>;

/** Adds the subcommands of `channelkit fault`. `withTarget` adds the options that choose a server. */
export function addFaultCommands(fault: Command, withTarget: (command: Command) => Command, io: Io): void {
  for (const line of commandLines) {
    const command = withTarget(fault.command(line.name).description(line.help))
      .option('--channel <name>', 'only this channel; a trailing * matches any rest')
      .option('--socket <id>', 'only this socket')
      .option('--times <n>', 'end after this many strikes', toNumber);
    if (line.hasEvent)
      command.option('--event <name>', "only this event; * is every event but the protocol's own");
    for (const [name, help] of Object.entries(line.numbers ?? {})) {
      const flag = `--${name} <n>`;
      if (line.required?.includes(name)) command.requiredOption(flag, help, toNumber);
      else command.option(flag, help, toNumber);
    }
    for (const [name, help] of Object.entries(line.texts ?? {})) command.option(`--${name} <text>`, help);
    command.action((options: Options) => send(line, options, io));
  }
  withTarget(fault.command('list').description('list the active faults')).action((options: Options) =>
    ask('GET', options, io),
  );
  withTarget(fault.command('clear').description('end all faults')).action((options: Options) =>
    ask('DELETE', options, io),
  );
}

async function send(line: FaultCommandLine, options: Options, io: Io): Promise<void> {
  const fields = [
    'channel',
    'socket',
    'times',
    'event',
    ...Object.keys(line.numbers ?? {}),
    ...Object.keys(line.texts ?? {}),
  ];
  const body = Object.fromEntries(fields.map((field) => [field, options[field]]));
  const call = { method: 'POST' as const, path: '/faults', body: { ...body, kind: line.kind } };
  const answer = await callApi(chooseTarget(options, io), call, io.signal);
  io.out(
    options.json ? JSON.stringify(answer) : `${paint(io, 'green', line.name)} ${JSON.stringify(answer)}`,
  );
}

async function ask(method: 'GET' | 'DELETE', options: Options, io: Io): Promise<void> {
  const answer = await callApi(chooseTarget(options, io), { method, path: '/faults' }, io.signal);
  io.out(JSON.stringify(answer));
}

function toNumber(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number) && number >= 0) return number;
  throw new CliError(`"${text}" is not a number.`, 2);
}
