import { configFromEnv, PusherService } from '@channelkit/server';
import { channels } from './channels';

export const pusher = new PusherService(configFromEnv(process.env), { channels });
