import { library } from '@channelkit/tooling/tsdown';

export default library(['src/index.ts', 'src/cli.ts'], {
  platform: 'node',
  fixedExtension: false,
});
