// What can fail before the engine is loaded.

export const CK101 = {
  code: 'CK101',
  title: 'Channel name refused',
  remedy: 'Use 1 to 164 of A-Z a-z 0-9 _ - = @ , . ; and no name of Object.prototype.',
} as const;
export const CK103 = {
  code: 'CK103',
  title: 'Channel pattern refused',
  remedy: 'Write {name} for one part without dots or {name*} for any rest, each name once.',
} as const;
export const CK105 = {
  code: 'CK105',
  title: 'Channel parameter refused',
  remedy: 'Pass a value that the pattern reads back unchanged.',
} as const;
export const CK106 = {
  code: 'CK106',
  title: 'Channel not in the contract',
  remedy: 'Add its pattern to defineChannels or fix the name.',
} as const;
export const CK202 = {
  code: 'CK202',
  title: 'pusher-js did not load',
  remedy: 'Install pusher-js 8.6 or newer, or pass `pusher`; the next attempt loads it again.',
} as const;
export const CK206 = {
  code: 'CK206',
  title: 'Client disposed',
  remedy: 'Make a new client; a disposed one stays closed.',
} as const;
export const CK207 = {
  code: 'CK207',
  title: 'Two contracts on one client',
  remedy: 'Use one defineChannels result per client.',
} as const;
export const CK208 = {
  code: 'CK208',
  title: 'Not available on a server',
  remedy: 'Call it in the browser, in an effect or an event handler.',
} as const;
export const CK210 = {
  code: 'CK210',
  title: 'A listener threw',
  remedy: 'Fix the handler named in `cause`; other handlers ran.',
} as const;
export const CK307 = {
  code: 'CK307',
  title: 'Client event not sent',
  remedy: 'Wait until the channel is subscribed, then send again.',
} as const;
export const CK402 = {
  code: 'CK402',
  title: 'User is controlled by the provider',
  remedy: 'Change the `userId` prop, or leave it out.',
} as const;
