import 'server-only';
import type { ClientConfig } from '@channelkit/server';
import { headers } from 'next/headers';
import { followPage } from './followPage.ts';
import { getPusher } from './pusher.ts';

/** The connection settings for the sender of this request. They contain no secret. */
export async function readClientConfig(): Promise<ClientConfig> {
  return followPage((await getPusher()).getClientConfig(), (await headers()).get('host'));
}
