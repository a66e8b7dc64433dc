/** The players of a fresh demo. */
export const seedPlayers: readonly { name: string; score: number }[] = [
  { name: 'Ada Okafor', score: 420 },
  { name: 'Milo Hartmann', score: 380 },
  { name: 'Nora Lindqvist', score: 355 },
  { name: 'Idris Vale', score: 290 },
  { name: 'Petra Novak', score: 240 },
  { name: 'Sam Whitlock', score: 180 },
];
