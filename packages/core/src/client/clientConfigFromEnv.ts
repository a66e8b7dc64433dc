import type { RealtimeConfig } from '../transport/transport.ts';

/** Strings from the environment, read under any of their names. */
export interface ClientEnvValues {
  readonly key?: string | undefined;
  readonly cluster?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | number | undefined;
  /** Path prefix of the WebSocket endpoint. */
  readonly path?: string | undefined;
  /** `true`, `1`, `yes`, `on` or `https` for TLS, `false`, `0`, `no`, `off` or `http` for none. */
  readonly tls?: string | boolean | undefined;
}

const yes = /^(true|1|yes|on|https|wss)$/i;
const no = /^(false|0|no|off|http|ws)$/i;

/**
 * Turns environment strings into a config. Empty strings, and a port or TLS value that cannot be read, count as absent; without a key
 * it returns null (real time is off). It takes values because bundlers replace only literal reads such as
 * `process.env.NEXT_PUBLIC_PUSHER_APP_KEY`.
 */
export function clientConfigFromEnv(values: ClientEnvValues): RealtimeConfig | null {
  const text = (value: string | number | boolean | undefined) => String(value ?? '').trim();
  const key = text(values.key);
  if (key === '') return null;
  const [cluster, host, port, path, tls] = [
    values.cluster,
    values.host,
    values.port,
    values.path,
    values.tls,
  ].map(text);
  const number = Number(port);
  return {
    key,
    ...(cluster ? { cluster } : {}),
    ...(host ? { host } : {}),
    ...(port && Number.isInteger(number) && number > 0 && number < 65_536 ? { port: number } : {}),
    ...(path ? { path } : {}),
    ...(tls && yes.test(tls) ? { tls: true } : {}),
    ...(tls && no.test(tls) ? { tls: false } : {}),
  };
}
