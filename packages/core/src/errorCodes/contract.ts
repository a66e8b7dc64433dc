// What the definition of a contract and the check of a payload can find.

export const CK102 = {
  code: 'CK102',
  title: 'Event name refused',
  remedy: 'Use 1 to 200 characters and no pusher: or pusher_internal: prefix.',
} as const;
export const CK104 = {
  code: 'CK104',
  title: 'Two channel patterns overlap',
  remedy: 'Change one of them so that no name fits both.',
} as const;
export const CK107 = {
  code: 'CK107',
  title: 'Asynchronous validator',
  remedy: 'Give the event a schema that validates synchronously.',
} as const;
export const CK108 = {
  code: 'CK108',
  title: 'Payload does not fit its schema',
  remedy: 'Send what the contract says, or change the contract.',
} as const;
