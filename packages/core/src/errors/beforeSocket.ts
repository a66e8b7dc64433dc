// Codes of what can fail before a socket is needed.

export const CK101 = {
  code: 'CK101',
  title: 'Invalid channel name',
  remedy:
    'Use only the characters A-Z a-z 0-9 _ - = @ , . ; and no name of a property that every object has.',
} as const;
export const CK103 = {
  code: 'CK103',
  title: 'Invalid channel pattern',
  remedy: 'Write {name} for one part without dots or {name*} for any rest, each name once.',
} as const;
export const CK105 = {
  code: 'CK105',
  title: 'Invalid channel parameter',
  remedy: 'Pass a value that the pattern reads back unchanged.',
} as const;
export const CK106 = {
  code: 'CK106',
  title: 'Not in the contract',
  remedy: 'Add it to defineChannels, or fix the name.',
} as const;
export const CK202 = {
  code: 'CK202',
  title: 'The transport did not load',
  remedy: 'Install pusher-js 8.6 or newer, or pass `pusher` or `transport`. It is retried automatically.',
} as const;
export const CK206 = {
  code: 'CK206',
  title: 'Client disposed',
  remedy: 'Create a new client: a disposed one stays closed.',
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
  remedy: 'Fix the handler: its error is in `cause`. The other handlers ran.',
} as const;
export const CK307 = {
  code: 'CK307',
  title: 'Client event not sent',
  remedy: 'Wait until the channel is subscribed, then send again.',
} as const;
export const CK402 = {
  code: 'CK402',
  title: 'The provider controls the user',
  remedy: 'Change the `userId` prop, or leave it out.',
} as const;

// Codes of contract definitions and payload validation.

export const CK102 = {
  code: 'CK102',
  title: 'Invalid event name',
  remedy: 'Use 1 to 200 characters, without the prefixes pusher: and pusher_internal:.',
} as const;
export const CK104 = {
  code: 'CK104',
  title: 'Channel patterns overlap',
  remedy: 'Change one of them so that no name matches both.',
} as const;
export const CK107 = {
  code: 'CK107',
  title: 'Asynchronous validator',
  remedy: 'Use a schema that validates synchronously.',
} as const;
export const CK108 = {
  code: 'CK108',
  title: 'Payload does not match its schema',
  remedy: 'Send what the contract describes, or change the contract.',
} as const;
