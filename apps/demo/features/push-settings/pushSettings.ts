import { z } from 'zod';

const part = (what: string) =>
  z
    .string()
    .trim()
    .max(100, 'At most 100 characters.')
    .regex(/^[A-Za-z0-9_-]*$/, `${what} has letters, digits, - and _ only.`);

/** The body of `PUT /api/settings/push`. An absent secret keeps the stored one; empty credentials mean the environment's. */
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

/** The settings as a page sees them: never with the secret. */
export interface PushSettings {
  readonly enabled: boolean;
  readonly appId: string;
  readonly key: string;
  readonly hasSecret: boolean;
  readonly cluster: string;
  /** What the back end calls it: `BROADCAST_DRIVER`. */
  readonly driver: 'pusher' | 'null';
}
