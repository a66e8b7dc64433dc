import { createMemoryDatabase } from '@channelkit/server/testing';
import { expect, it } from 'vitest';
import { missEvents } from '../../integration/tests/support/missEvents.ts';

const app = { id: 'app-99', key: 'key-99', secret: 'secret-99' };

it('durable channels get what they have missed over soketi (17, 19)', async () => {
  const address = { host: '127.0.0.1', port: Number(process.env.SOKETI_PORT), app };
  await expect(missEvents(address, createMemoryDatabase())).resolves.toBeUndefined();
}, 60_000);
