import * as codes from './errorCodes/index.ts';

/** Every error code of ChannelKit with its title and remedy; the page docs/errors.md is generated from it. */
export const errorCatalogue: typeof codes = codes;
