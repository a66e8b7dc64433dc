import { library } from '@channelkit/tooling/tsdown';

export default library([
  'src/index.ts',
  'src/index.react-server.ts',
  'src/testing/index.tsx',
  'src/notifications/index.ts',
]);
