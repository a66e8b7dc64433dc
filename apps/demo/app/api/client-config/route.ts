import { readClientConfig } from '@/server/clientConfig';
import { route } from '@/server/route';

/** `GET`: where pages connect. It holds nothing secret. */
export const GET = route(readClientConfig);
