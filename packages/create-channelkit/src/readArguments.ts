import { parseArgs } from 'node:util';
import type { Choices } from './createApp.ts';
import { CreateError } from './createError.ts';

/** The folder that is proposed, and taken with `--yes`. */
export const defaultFolder = 'my-app';

/** The command line. */
export interface Arguments extends Partial<Choices> {
  readonly yes: boolean;
  readonly help: boolean;
}

/** Reads the command line. @throws CreateError for an unknown option or a second folder */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parsed(args);
  const [folder, ...others] = positionals;
  if (others.length > 0) throw new CreateError(`One folder at a time: ${positionals.join(', ')}.`, 2);
  const { template, yes = false, help = false } = values;
  return { yes, help, ...(folder === undefined ? {} : { folder }), ...(template ? { template } : {}) };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        template: { type: 'string', short: 't' },
        yes: { type: 'boolean', short: 'y' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CreateError(`${message.split('. ')[0]}. --help lists the options.`, 2);
  }
}
