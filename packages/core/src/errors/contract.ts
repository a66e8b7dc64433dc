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
