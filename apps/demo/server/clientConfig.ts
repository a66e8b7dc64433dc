import 'server-only';
import type { ClientConfig } from '@channelkit/server';
import { headers } from 'next/headers';
import { followPage } from './followPage.ts';
import { getPusher } from './pusher.ts';

/** Where whoever sends this request connects. It holds nothing secret. */
export async function readClientConfig(): Promise<ClientConfig> {
  return followPage((await getPusher()).getClientConfig(), (await headers()).get('host'));
}
