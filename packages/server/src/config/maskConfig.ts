import type { PusherServiceConfig } from './pusherServiceConfig.ts';
import { reveal, type Secret } from './secret.ts';

/** {@link PusherServiceConfig} with defaults filled in and secrets masked. */
export interface MaskedConfig extends Omit<PusherServiceConfig, 'error' | 'secret' | 'encryptionMasterKey'> {
  readonly secret: string;
  readonly encryptionMasterKey?: string;
  readonly cluster: string;
  readonly tls: boolean;
  readonly verifySsl: boolean;
  readonly disableStats: boolean;
  readonly enabled: boolean;
}

const mask = (secret: string | Secret): string => (reveal(secret) === '' ? '' : '********');

/** The config in a form that may be logged or shown. */
export function maskConfig(config: PusherServiceConfig): MaskedConfig {
  const { error: _, secret, encryptionMasterKey, ...rest } = config;
  return {
    ...rest,
    secret: mask(secret),
    ...(encryptionMasterKey === undefined ? {} : { encryptionMasterKey: mask(encryptionMasterKey) }),
    cluster: config.cluster ?? 'mt1',
    tls: config.tls ?? true,
    verifySsl: config.verifySsl ?? true,
    disableStats: config.disableStats ?? false,
    enabled: config.enabled ?? true,
  };
}
