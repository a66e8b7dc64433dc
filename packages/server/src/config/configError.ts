import { RealtimeError } from '@channelkit/core/contract';
import { CK601, CK602 } from '@channelkit/core/contract/internal';
import { isPathPrefix } from './pathPrefix.ts';
import type { PusherServiceConfig } from './pusherServiceConfig.ts';
import { reveal } from './secret.ts';

const hostName = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)$/;

/** Everything that is wrong with a config, in one error; null when it can be used. Values are never quoted. */
export function configError(config: PusherServiceConfig, hasOwnFetch: boolean): RealtimeError | null {
  if (config.error) return config.error;
  if (config.enabled === false) {
    return new RealtimeError(CK601, 'realtime is switched off', {
      remedy: 'Set BROADCAST_DRIVER=pusher, or `enabled: true` in the config.',
    });
  }
  const missing = [
    !config.appId && 'appId',
    !config.key && 'key',
    reveal(config.secret) === '' && 'secret',
  ].filter((name) => name !== false);
  if (missing.length > 0) return new RealtimeError(CK601, `${missing.join(', ')} missing`);
  const faults = [
    (!/^[A-Za-z0-9_.~-]+$/.test(config.appId) || /^\.{1,2}$/.test(config.appId)) &&
      'appId cannot be part of a URL',
    config.host !== undefined && !hostName.test(config.host) && 'host is not a bare host name',
    config.path !== undefined && !isPathPrefix(config.path) && 'path is not a plain URL path',
    !/^[A-Za-z0-9-]+$/.test(config.cluster ?? 'mt1') && 'cluster is not a cluster name',
    config.verifySsl === false &&
      config.tls !== false &&
      !hasOwnFetch &&
      'verifySsl is false, which the built-in transport does not support: pass a `fetch` that skips the check',
  ].filter((fault) => fault !== false);
  return faults.length === 0 ? null : new RealtimeError(CK602, faults.join('; '));
}
