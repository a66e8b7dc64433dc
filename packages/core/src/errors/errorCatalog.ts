import * as codes from './index.ts';

/** Every error code of ChannelKit with its title and remedy. The page docs/errors.md is generated from it. */
export const errorCatalog: typeof codes = codes;
