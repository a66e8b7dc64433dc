import 'server-only';
import { createHash, timingSafeEqual } from 'node:crypto';
import { headers } from 'next/headers';
import { Problem } from '../../server/problem.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether the request carries the print stations' token, `PRINT_STATION_TOKEN`, as a bearer; compared in constant time. */
export async function holdsStationToken(): Promise<boolean> {
  const expected = process.env.PRINT_STATION_TOKEN ?? '';
  const given = /^Bearer ([\w-]{16,200})$/.exec((await headers()).get('authorization') ?? '')?.[1];
  return expected.length >= 16 && given !== undefined && timingSafeEqual(digest(given), digest(expected));
}

/** Refuses requests without the station token. @throws Problem 401 with the remedy */
export async function requireStation(): Promise<void> {
  if (!(await holdsStationToken()))
    throw new Problem(
      401,
      "This is for print stations: send the demo's PRINT_STATION_TOKEN as a bearer token.",
    );
}
