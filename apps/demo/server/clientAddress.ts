import 'server-only';
import { headers } from 'next/headers';
import { clientAddressHeader } from './clientAddressHeader.ts';

/** The address that the request came from; for rate limits of what needs no session. */
export const clientAddress = async (): Promise<string> =>
  (await headers()).get(clientAddressHeader) ?? 'unknown';
