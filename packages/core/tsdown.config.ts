import { library } from '@channelkit/tooling/tsdown';

export default library([
  'src/index.ts',
  'src/contract/index.ts',
  'src/contract/internal.ts',
  'src/transport/webSocket.ts',
  'src/testing/index.ts',
  'src/internal.ts',
]);
