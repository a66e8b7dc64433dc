/** The settings that `configFromEnv` reads. */
export type Setting =
  | 'appId'
  | 'key'
  | 'secret'
  | 'cluster'
  | 'host'
  | 'port'
  | 'path'
  | 'useTls'
  | 'scheme'
  | 'verifySsl'
  | 'disableStats'
  | 'masterKey'
  | 'clientHost'
  | 'clientPort'
  | 'clientPath'
  | 'clientTls'
  | 'clientScheme';

/** Setting → the variables that may hold it, the usual one first. */
export type SettingNames = Readonly<Record<Setting, readonly string[]>>;

const forBrowsers = (name: string): string[] => [`NEXT_PUBLIC_${name}`, `VITE_${name}`];

const pusherNames: SettingNames = {
  appId: ['PUSHER_APP_ID', 'PUSHER_ID'],
  key: ['PUSHER_APP_KEY', 'PUSHER_KEY', ...forBrowsers('PUSHER_APP_KEY'), ...forBrowsers('PUSHER_KEY')],
  secret: ['PUSHER_APP_SECRET', 'PUSHER_SECRET'],
  cluster: [
    'PUSHER_APP_CLUSTER',
    'PUSHER_CLUSTER',
    ...forBrowsers('PUSHER_APP_CLUSTER'),
    ...forBrowsers('PUSHER_CLUSTER'),
  ],
  host: ['PUSHER_HOST'],
  port: ['PUSHER_PORT'],
  path: ['PUSHER_PATH'],
  useTls: ['PUSHER_USE_TLS'],
  scheme: ['PUSHER_SCHEME'],
  verifySsl: ['PUSHER_VERIFY_SSL'],
  disableStats: ['PUSHER_DISABLE_STATS'],
  masterKey: ['PUSHER_ENCRYPTION_MASTER_KEY', 'PUSHER_ENCRYPTION_MASTER_KEY_BASE64'],
  clientHost: forBrowsers('PUSHER_WS_HOST'),
  clientPort: forBrowsers('PUSHER_WS_PORT'),
  clientPath: forBrowsers('PUSHER_WS_PATH'),
  clientTls: forBrowsers('PUSHER_FORCE_TLS'),
  clientScheme: [],
};

const reverbNames: SettingNames = {
  ...pusherNames,
  appId: ['REVERB_APP_ID'],
  key: ['REVERB_APP_KEY', ...forBrowsers('REVERB_APP_KEY')],
  secret: ['REVERB_APP_SECRET'],
  cluster: [],
  host: ['REVERB_HOST'],
  port: ['REVERB_PORT'],
  path: ['REVERB_PATH', 'REVERB_SERVER_PATH'],
  useTls: [],
  scheme: ['REVERB_SCHEME'],
  clientHost: forBrowsers('REVERB_HOST'),
  clientPort: forBrowsers('REVERB_PORT'),
  clientPath: forBrowsers('REVERB_PATH'),
  clientTls: [],
  clientScheme: forBrowsers('REVERB_SCHEME'),
};

/** The variables that name the driver; the second is Laravel's newer name. */
export const driverNames: readonly string[] = ['BROADCAST_DRIVER', 'BROADCAST_CONNECTION'];

/**
 * The names to read: those of one family, since a Laravel `.env` holds both. The driver chooses; without one, `REVERB_*` is read when only
 * that family names an app.
 */
export function settingNames(driver: string | undefined, isSet: (variable: string) => boolean): SettingNames {
  const namesAnApp = ({ appId, key, secret }: SettingNames) => [...appId, ...key, ...secret].some(isSet);
  const isReverb =
    driver === 'reverb' || (driver !== 'pusher' && !namesAnApp(pusherNames) && namesAnApp(reverbNames));
  return isReverb ? reverbNames : pusherNames;
}
