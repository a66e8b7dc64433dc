// Every error code of ChannelKit with its title and remedy; docs/errors.md is generated from it. One constant per code. Files follow
// what loads when, not the numbers: bundlers keep whole files, and a page should carry only the texts it can need before it has a socket.
// 1xx names and contract · 2xx client and connection · 3xx channels and authorization · 4xx React · 5xx query bridge · 6xx server.
export * from './beforeSocket.ts';
export * from './query.ts';
export * from './react.ts';
export * from './server.ts';
export * from './withSocket.ts';
