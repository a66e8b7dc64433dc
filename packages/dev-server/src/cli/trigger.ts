import { type ApiCall, callApi, signCall } from './apiCall.ts';
import { CliError } from './cliError.ts';
import { type Io, paint } from './io.ts';
import type { TargetOptions } from './settings.ts';
import { chooseTarget } from './target.ts';

/** Options of `channelkit trigger`. */
export interface TriggerOptions extends TargetOptions {
  curl?: boolean;
  socketId?: string;
  json?: boolean;
}

/** Sends an event, or prints the signed request for it. */
export async function trigger(
  event: { channel: string; name: string; json: string },
  options: TriggerOptions,
  io: Io,
): Promise<void> {
  const target = chooseTarget(options, io);
  const call: ApiCall = {
    method: 'POST',
    path: '/events',
    body: {
      name: event.name,
      channels: [event.channel],
      data: canonicalJson(event.json),
      ...(options.socketId === undefined ? {} : { socket_id: options.socketId }),
    },
  };
  if (options.curl) {
    const { url, body = '' } = signCall(target, call);
    io.out(`curl -sS -X POST -H 'content-type: application/json' -d ${quote(body)} ${quote(url)}`);
    return;
  }
  const answer = await callApi(target, call, io.signal);
  io.out(
    options.json ? JSON.stringify(answer) : `${paint(io, 'green', 'sent')} ${event.name} to ${event.channel}`,
  );
}

function canonicalJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    throw new CliError(
      `The payload is not valid JSON: ${text.slice(0, 100)}. Quote it for the shell: '{"id":1}'`,
      2,
    );
  }
}

/** Quotes for a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
