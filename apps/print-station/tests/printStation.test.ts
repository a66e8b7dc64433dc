import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { StandInDemo } from './support/standInDemo.ts';
import { paper, StationProcess, stationFolder, until } from './support/stationProcess.ts';

const bound = { timeout: 60_000 };

describe('a print station', bound, () => {
  it('reads its connection settings, prints pushed jobs at once and marks them completed (003.5)', async () => {
    const demo = await StandInDemo.start();
    const folder = stationFolder();
    const station = new StationProcess(demo, folder);
    await station.says('live: jobs are pushed');
    expect(demo.requests[0]).toBe('GET /api/print-jobs/connection');
    const id = await demo.order();
    await until(() => expect(demo.queue.status(id)).toBe('completed'));
    expect(paper(folder)).toHaveLength(1);
    expect(paper(folder)[0]).toContain('Order #101');
    expect(paper(folder)[0]).not.toContain('REPRINT');
    expect(station.output).toContain('2 × Lemon tart');
    expect(await station.interrupt()).toBe(0);
    await station.says('stopped');
    expect(station.output).not.toContain('not live');
  });

  it('goes on where an earlier run has stopped, and prints what was ordered meanwhile', async () => {
    const demo = await StandInDemo.start();
    const folder = stationFolder();
    const first = new StationProcess(demo, folder);
    await first.says('live: jobs are pushed');
    const seen = await demo.order();
    await until(() => expect(readFileSync(path.join(folder, 'progress.json'), 'utf8')).toContain(':1"'));
    expect(await first.interrupt()).toBe(0);
    const missed = await demo.order();

    const second = new StationProcess(demo, folder);
    await second.says('live: jobs are pushed');
    await until(() => expect(demo.queue.status(missed)).toBe('completed'));
    expect(demo.queue.status(seen)).toBe('completed');
    expect(demo.resumed).toEqual([null, expect.stringMatching(/:1$/)]);
  });

  it('listens to the public name if the demo says so, without authorization', async () => {
    const demo = await StandInDemo.start();
    demo.channel = 'print-jobs';
    const station = new StationProcess(demo, stationFolder());
    await station.says('live: jobs are pushed');
    const id = await demo.order();
    await until(() => expect(demo.queue.status(id)).toBe('completed'));
    expect(demo.requests).not.toContain('POST /api/pusher/auth');
  });

  it('marks a job as failed, with the reason, if the paper cannot be written', async () => {
    const demo = await StandInDemo.start();
    const folder = stationFolder();
    mkdirSync(path.join(folder, 'tickets.txt'));
    const station = new StationProcess(demo, folder);
    const id = await demo.order();
    await until(() => expect(demo.queue.status(id)).toBe('failed'));
    expect(station.output).toContain('EISDIR');
  });

  it('prints a job once if it was killed between claim and print', async () => {
    const demo = await StandInDemo.start();
    const folder = stationFolder();
    const claimed = demo.hold(/claim$/);
    const first = new StationProcess(demo, folder);
    const id = await demo.order();
    await claimed;
    await first.kill();
    expect(demo.queue.status(id)).toBe('claimed');
    expect(paper(folder)).toEqual([]);

    new StationProcess(demo, folder);
    await until(() => expect(demo.queue.status(id)).toBe('completed'));
    expect(paper(folder)).toHaveLength(1);
    expect(paper(folder)[0]).not.toContain('REPRINT');
    expect(demo.queue.jobs[0]?.attempts).toBe(1);
  });

  it('prints REPRINT if it was killed while printing', async () => {
    const demo = await StandInDemo.start();
    const folder = stationFolder();
    const first = new StationProcess(demo, folder, { PRINT_LINE_MS: '5000' });
    const id = await demo.order();
    await first.says('┌');
    await first.kill();

    new StationProcess(demo, folder);
    await until(() => expect(demo.queue.status(id)).toBe('completed'));
    const [torn, whole] = paper(folder);
    expect(torn).not.toContain('└');
    expect(whole).toContain('*** REPRINT ***');
    expect(whole).toContain('Order #101');
  });

  it('does not print a finished ticket again if it was killed before reporting it', async () => {
    const demo = await StandInDemo.start();
    const folder = stationFolder();
    const completing = demo.hold(/complete$/);
    const first = new StationProcess(demo, folder);
    const id = await demo.order();
    await completing;
    await first.kill();
    demo.queue.expireLeases();

    const second = new StationProcess(demo, folder);
    const next = await demo.order();
    await until(() => expect(demo.queue.status(next)).toBe('completed'));
    expect(demo.queue.status(id)).toBe('completed');
    expect(paper(folder).filter((text) => text.includes('Order #101'))).toHaveLength(1);
    expect(await second.interrupt()).toBe(0);
  });

  it('another station takes over an expired claim, with REPRINT', async () => {
    const demo = await StandInDemo.start();
    const claimed = demo.hold(/claim$/);
    const gone = new StationProcess(demo, stationFolder());
    const id = await demo.order();
    await claimed;
    await gone.kill();
    demo.queue.expireLeases();
    const folder = stationFolder();
    new StationProcess(demo, folder, { PRINT_STATION_NAME: 'bar' });
    await until(() => expect(demo.queue.status(id)).toBe('completed'));
    expect(paper(folder)[0]).toContain('*** REPRINT ***');
  });

  it('prints orders by polling while the protocol server is down, and is live again afterwards', async () => {
    const demo = await StandInDemo.start();
    const folder = stationFolder();
    const station = new StationProcess(demo, folder);
    await station.says('live: jobs are pushed');
    await demo.stopProtocol();
    await station.says('not live');
    const id = await demo.order(false);
    await until(() => expect(demo.queue.status(id)).toBe('completed'));
    await demo.startProtocol();
    await until(() => expect(station.output.split('live: jobs are pushed')).toHaveLength(3));
    const next = await demo.order();
    await until(() => expect(demo.queue.status(next)).toBe('completed'));
  });

  it('waits for a restarting demo, then reports what it has printed', async () => {
    const demo = await StandInDemo.start();
    const folder = stationFolder();
    const completing = demo.hold(/complete$/);
    const station = new StationProcess(demo, folder);
    const id = await demo.order();
    await completing;
    await demo.stop();
    await station.says('does not answer');
    const next = await demo.order(false);
    await demo.comeBack();
    await station.says('the demo answers again');
    await until(() =>
      expect([id, next].map((each) => demo.queue.status(each))).toEqual(['completed', 'completed']),
    );
    expect(paper(folder)).toHaveLength(2);
    expect(paper(folder).join('')).not.toContain('REPRINT');
  });

  it('reports a wrong token and a second station in its folder, with the remedy', async () => {
    const demo = await StandInDemo.start();
    const folder = stationFolder();
    const refused = new StationProcess(demo, folder, { PRINT_STATION_TOKEN: 'wrong' });
    await refused.says('401');
    expect(refused.output).toContain('The token is not the one of this demo.');
    const second = new StationProcess(demo, folder);
    expect(await second.ended()).toBe(1);
    expect(second.output).toContain('PRINT_STATION_NAME');
  });

  it('reads a journal whose last line was cut off by a crash', async () => {
    const demo = await StandInDemo.start();
    const folder = stationFolder();
    const file = path.join(folder, 'journal.jsonl');
    writeFileSync(file, '{"jobId":9,"claim":"a","step":"printed"}\n{"jobId":9,"cl');
    const station = new StationProcess(demo, folder);
    await station.says('live: jobs are pushed');
    await until(() => expect(demo.requests).toContain('POST /api/print-jobs/9/complete'));
    expect(await station.interrupt()).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('"over"');
  });
});
