import { readClientConfig } from '@/lib/server/clientConfig';
import { route } from '@/lib/server/route';

/** `GET`: where pages connect. It holds nothing secret. */
export const GET = route(readClientConfig);
