// A kitchen printer: a Node process without a browser that prints a ticket for every order of the demo.
//   node src/main.ts     (settings.ts lists the environment variables)
import { lockFolder } from '@channelkit/tooling/folder-lock';
import { DemoApi } from './demoApi.ts';
import { isDiskFault } from './isDiskFault.ts';
import { Journal } from './journal.ts';
import { Printer } from './printer.ts';
import { Progress } from './progress.ts';
import { readSettings } from './settings.ts';
import { Station } from './station.ts';

const inUse = (pid: number, folder: string) =>
  `Another print station (process ${pid}) works in ${folder}. Stop it, or give this one its own PRINT_STATION_NAME.`;

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  // Only one process may write a journal.
  const unlock = lockFolder(settings.folder, inUse);
  process.once('exit', unlock);
  const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);
  const journal = new Journal(settings.folder);
  const api = new DemoApi(settings.access, settings.name);
  const progress = new Progress(settings.folder);
  const printer = new Printer(settings.paper, settings.lineTime);
  const station = new Station({ api, journal, progress, printer, say });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => station.stop());
  say(`station "${settings.name}", paper: ${settings.paper}`);
  await station.run();
  journal.close();
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  const remedy = isDiskFault(error)
    ? ' Free some space, make the folder writable, or choose another with PRINT_STATION_DIR.'
    : '';
  console.error(`${message}${remedy}`);
  process.exitCode = 1;
});
