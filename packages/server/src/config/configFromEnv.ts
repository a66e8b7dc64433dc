import { RealtimeError } from '@channelkit/core/contract';
import { CK601, CK602 } from '@channelkit/core/contract/internal';
import { driverNames, type Setting, settingNames } from './environmentNames.ts';
import type { PusherServiceConfig } from './pusherServiceConfig.ts';
import { Secret } from './secret.ts';

/** Environment variables by name, for example `process.env`, `Deno.env.toObject()` or a worker's `env`. */
export type Environment = Readonly<Record<string, unknown>>;

/** A variable that is set. */
interface Variable {
  readonly name: string;
  readonly value: string;
}

const yes = new Set(['true', '1', 'yes', 'on']);
const no = new Set(['false', '0', 'no', 'off']);
const drivers = new Set(['pusher', 'reverb', 'null']);

/**
 * Reads a {@link PusherServiceConfig} from environment variables under all their usual names, `REVERB_*` included. Empty variables count
 * as unset. Never throws: everything that is missing or contradictory is listed in one `error` (CK601 or CK602) that names the variables
 * as they are set, without values. The service is then not ready, and every call returns that error. Secrets are returned as
 * {@link Secret}, so printing the config shows none.
 */
export function configFromEnv(env: Environment): PusherServiceConfig {
  const faults = new Set<string>();
  const textOf = (name: string): string => {
    const value = env[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  const first = (names: readonly string[]): Variable | undefined => {
    const set = names.flatMap((name) => {
      const value = textOf(name);
      return value === '' ? [] : [{ name, value }];
    });
    const rival = set.find(({ value }) => value !== set[0]?.value);
    if (rival) faults.add(`${set[0]?.name} and ${rival.name} differ`);
    return set[0];
  };

  const driver = first(driverNames);
  const driverName = driver?.value.toLowerCase() ?? 'pusher';
  if (!drivers.has(driverName)) faults.add(`${driver?.name} is neither pusher, reverb nor null`);
  const enabled = driverName !== 'null';
  const names = settingNames(driver && driverName, (name) => textOf(name) !== '');

  const variable = (setting: Setting): Variable | undefined => first(names[setting]);
  const text = (setting: Setting): string | undefined => variable(setting)?.value;
  const flag = (setting: Setting): boolean | undefined => {
    const found = variable(setting);
    const value = found?.value.toLowerCase();
    if (value === undefined) return undefined;
    if (!yes.has(value) && !no.has(value)) faults.add(`${found?.name} is neither true nor false`);
    return yes.has(value);
  };
  const port = (setting: Setting): number | undefined => {
    const found = variable(setting);
    if (!found) return undefined;
    const number = Number(found.value);
    if (Number.isInteger(number) && number > 0 && number < 65_536) return number;
    faults.add(`${found.name} is not a port`);
    return undefined;
  };
  const tls = (flagSetting: Setting, schemeSetting: Setting): boolean | undefined => {
    const wanted = flag(flagSetting);
    const scheme = variable(schemeSetting);
    if (!scheme) return wanted;
    const value = scheme.value.toLowerCase();
    if (value !== 'http' && value !== 'https') faults.add(`${scheme.name} is neither http nor https`);
    else if (wanted !== undefined && wanted !== (value === 'https'))
      faults.add(`${variable(flagSetting)?.name} is ${wanted} but ${scheme.name} is ${value}`);
    return wanted ?? value === 'https';
  };

  const appId = text('appId') ?? '';
  const key = text('key') ?? '';
  const secret = text('secret') ?? '';
  const masterKey = text('masterKey');
  const client = {
    ...optional('host', text('clientHost')),
    ...optional('port', port('clientPort')),
    ...optional('path', text('clientPath')),
    ...optional('tls', tls('clientTls', 'clientScheme')),
  };
  const config: PusherServiceConfig = {
    appId,
    key,
    secret: secret === '' ? '' : new Secret(secret),
    cluster: text('cluster') ?? 'mt1',
    ...optional('host', text('host')),
    ...optional('port', port('port')),
    ...optional('path', text('path')),
    tls: tls('useTls', 'scheme') ?? true,
    verifySsl: flag('verifySsl') ?? true,
    disableStats: flag('disableStats') ?? false,
    ...optional('encryptionMasterKey', masterKey === undefined ? undefined : new Secret(masterKey)),
    enabled,
    ...(Object.keys(client).length === 0 ? {} : { client }),
  };
  const missing = [
    appId === '' && names.appId[0],
    key === '' && names.key[0],
    secret === '' && names.secret[0],
  ].filter((name) => name !== false);
  const problems = [...(missing.length > 0 ? [`${missing.join(', ')} missing`] : []), ...faults];
  if (problems.length === 0 || !enabled) return config;
  if (missing.length === 0) return { ...config, error: new RealtimeError(CK602, problems.join('; ')) };
  const remedy = `Set ${missing.join(', ')}.`;
  return { ...config, error: new RealtimeError(CK601, problems.join('; '), { remedy }) };
}

const optional = <TName extends string, TValue>(
  name: TName,
  value: TValue | undefined,
): { [K in TName]?: TValue } =>
  value === undefined ? {} : ({ [name]: value } as unknown as { [K in TName]?: TValue });
