import type { WriteRules } from '../../realtime/writeRules.ts';
import { orderKeys } from './orderKeys.ts';

/** Which order queries an event makes stale. */
export const orderRules: WriteRules = (on) => [on('private-orders', '*', () => [orderKeys.lists()])];
