import { library } from '@channelkit/tooling/tsdown';

export default library([
  'src/index.ts',
  'src/postgres/index.ts',
  'src/drizzle/index.ts',
  'src/testing/index.ts',
]);
