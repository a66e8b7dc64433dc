// Every error code of ChannelKit with its title and remedy; docs/errors.md is generated from it. One constant each, and one file for
// each part of the code: bundlers keep a file whole, and a page should carry the texts of what it can fail at and no others.
// 1xx names and contract · 2xx client and connection · 3xx channels and authorisation · 4xx React · 5xx query bridge · 6xx server.
export * from './contract.ts';
export * from './early.ts';
export * from './engine.ts';
export * from './query.ts';
export * from './react.ts';
export * from './server.ts';
