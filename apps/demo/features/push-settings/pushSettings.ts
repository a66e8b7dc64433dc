import { z } from 'zod';

const part = (what: string) =>
  z
    .string()
    .trim()
    .max(100, 'At most 100 characters.')
    .regex(/^[A-Za-z0-9_-]*$/, `${what} has letters, digits, - and _ only.`);

/** The body of `PUT /api/settings/push`. Without a secret the stored one stays; empty credentials select the environment's. */
export const pushSettingsSchema = z
  .strictObject({
    enabled: z.boolean(),
    appId: part('An app id'),
    key: part('A key'),
    secret: part('A secret').optional(),
    cluster: part('A cluster'),
  })
  .refine(({ appId, key }) => (appId === '') === (key === ''), {
    path: ['key'],
    message: 'App id and key belong together: fill in both or neither.',
  });
export type PushSettingsInput = z.input<typeof pushSettingsSchema>;

/** The settings without the secret. */
export interface PushSettings {
  readonly enabled: boolean;
  readonly appId: string;
  readonly key: string;
  readonly hasSecret: boolean;
  readonly cluster: string;
  /** The corresponding value of `BROADCAST_DRIVER`. */
  readonly driver: 'pusher' | 'null';
}
