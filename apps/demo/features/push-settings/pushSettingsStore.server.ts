import 'server-only';
import { configFromEnv, type PusherServiceConfig } from '@channelkit/server';
import type { z } from 'zod';
import { getDatabase, type Queryable } from '../../server/database.ts';
import { Problem } from '../../server/problem.ts';
import type { PushSettings, pushSettingsSchema } from './pushSettings.ts';
import { pushSettings } from './pushSettingsTable.server.ts';
import { seal, unseal } from './sealing.server.ts';

type Row = typeof pushSettings.$inferSelect;
type Input = z.output<typeof pushSettingsSchema>;

async function readRow(db?: Queryable): Promise<Row | null> {
  const [row] = await (db ?? (await getDatabase())).select().from(pushSettings);
  return row ?? null;
}

const toSettings = (row: Row | null): PushSettings => {
  const enabled = row?.enabled ?? configFromEnv(process.env).enabled !== false;
  return {
    enabled,
    appId: row?.appId ?? '',
    key: row?.key ?? '',
    hasSecret: Boolean(row?.sealedSecret),
    cluster: row?.cluster ?? '',
    driver: enabled ? 'pusher' : 'null',
  };
};

/** The settings as an administrator sees them. */
export async function readPushSettings(): Promise<PushSettings> {
  return toSettings(await readRow());
}

interface ServiceConfig {
  readonly config: PusherServiceConfig;
  /** Differs after every change. */
  readonly version: number;
}

async function readConfig(db?: Queryable): Promise<ServiceConfig> {
  const row = await readRow(db);
  const fromEnv = configFromEnv(process.env);
  if (!row) return { config: fromEnv, version: 0 };
  const secret = (await unseal(row.sealedSecret)) ?? '';
  return { config: toConfig({ ...row, secret }), version: row.updatedAt.getTime() };
}

/** Milliseconds until a change by another process is seen; a change by this process takes effect at once. */
const seenAfter = 1000;

const shared = globalThis as typeof globalThis & {
  demoServiceConfig?: { readonly at: number; readonly read: Promise<ServiceConfig> } | undefined;
};

/** The current configuration. It is needed for every event, so it is cached for a second. */
export function readServiceConfig(db?: Queryable): Promise<ServiceConfig> {
  const known = shared.demoServiceConfig;
  if (known && Date.now() - known.at < seenAfter) return known.read;
  const read = readConfig(db);
  const current = { at: Date.now(), read };
  shared.demoServiceConfig = current;
  read.catch(() => {
    if (shared.demoServiceConfig === current) shared.demoServiceConfig = undefined;
  });
  return read;
}

/** Empty credentials select the environment's. */
function toConfig({ enabled, appId, key, secret = '', cluster }: Input): PusherServiceConfig {
  if (key === '') return { ...configFromEnv(process.env), enabled };
  return { appId, key, secret, enabled, cluster: cluster || 'mt1' };
}

const missingSecret = () =>
  new Problem(422, 'Some fields are not valid.', {
    secret: 'The secret of this app is missing.',
  });

/**
 * The configuration that these settings describe, switched on; stores nothing. Without a secret it uses the stored one.
 * @throws Problem 422 for credentials without a secret
 */
export async function tryServiceConfig(input: Input): Promise<PusherServiceConfig> {
  const stored = async () => (await unseal((await readRow())?.sealedSecret ?? '')) ?? '';
  const secret = input.secret || (await stored());
  if (input.key !== '' && secret === '') throw missingSecret();
  return toConfig({ ...input, secret, enabled: true });
}

/**
 * Stores new settings.
 * @throws Problem 422 for credentials without a secret
 */
export async function writePushSettings(input: Input): Promise<PushSettings> {
  const before = await readRow();
  const { enabled, appId, key, cluster } = input;
  const kept = key === '' ? '' : (before?.sealedSecret ?? '');
  const sealedSecret = input.secret && key !== '' ? await seal(input.secret) : kept;
  if (key !== '' && sealedSecret === '') throw missingSecret();
  const values = { enabled, appId, key, cluster, sealedSecret, updatedAt: new Date() };
  await (await getDatabase())
    .insert(pushSettings)
    .values({ id: 1, ...values })
    .onConflictDoUpdate({ target: pushSettings.id, set: values });
  shared.demoServiceConfig = undefined;
  return readPushSettings();
}
