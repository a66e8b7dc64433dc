import type { Engine, EngineHost } from '../enginePort.ts';
import { globalState } from '../globalState.ts';
import { clientIdentity } from '../identity.ts';
import { loadSource } from '../loadEngine.ts';
import type { PusherInstance } from '../pusherPort.ts';
import { ChannelRouter } from './channelRouter.ts';
import { ConnectionDriver } from './connectionDriver.ts';
import { makeInstance, readPusher } from './pusherSource.ts';
import { SignIn } from './signIn.ts';

export { sendClientEvent } from './sendClientEvent.ts';

/** Makes the engine of one client: wires connection, channels and sign-in, and owns none of their rules. */
export function createEngine(host: EngineHost): Engine {
  const { timers, config, users, registry } = host;
  const identity = clientIdentity(config);
  let loading: Promise<unknown> | null = host.pusher;

  const channels = new ChannelRouter(host, () => connection.lastActivity);
  const signIn = new SignIn({
    timers,
    users,
    options: () => host.options(),
    isSubscribing: () => channels.isSubscribing,
  });
  const connection = new ConnectionDriver({
    timers,
    connection: host.connection,
    async load() {
      const found = loading ?? loadSource(host.options().pusher);
      loading = null;
      const loaded = await readPusher(found);
      return () => {
        const { idle } = globalState();
        const known = idle.get(identity);
        if (known?.madeBy !== loaded) return makeInstance(loaded, config);
        idle.delete(identity);
        return known;
      };
    },
    giveBack(instance: PusherInstance) {
      instance.authorize = null;
      if (instance.ours) globalState().idle.set(identity, instance);
    },
    onConnected(instance, id) {
      channels.onConnected(instance, id);
      signIn.onConnected(instance, id);
    },
    onLost(since) {
      channels.onLost(since);
      signIn.onLost();
    },
    onFrame(frame) {
      if (!signIn.onFrame(frame)) channels.onFrame(frame);
    },
    onMalformed: (channel) => channels.onMalformed(channel),
    isHeld: (channel) => channels.isHeld(channel),
  });
  registry.driveBy(channels);
  return { connection, channels, signIn };
}
