import { library } from '@channelkit/tooling/tsdown';
import { copyTemplates } from './copyTemplates.ts';

export default library(['src/cli.ts'], {
  platform: 'node',
  fixedExtension: false,
  dts: false,
  hooks: { 'build:done': () => copyTemplates('../../examples', 'dist/templates') },
});
