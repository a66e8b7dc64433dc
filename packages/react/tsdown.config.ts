import { library } from '@channelkit/tooling/tsdown';
import type { UserConfig } from 'tsdown';

const config: UserConfig = library([
  'src/index.ts',
  'src/index.react-server.ts',
  'src/internal.ts',
  'src/testing/index.tsx',
  'src/notifications/index.ts',
]);

export default config;
