const animals = ['Badger', 'Crane', 'Fox', 'Heron', 'Lynx', 'Otter', 'Owl', 'Seal'];

/** This window's visitor. */
export const visitor = {
  id: crypto.randomUUID(),
  name: animals[Math.floor(Math.random() * animals.length)] ?? 'Fox',
};
