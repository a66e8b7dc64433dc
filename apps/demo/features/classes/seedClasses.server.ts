/** The classes of a fresh demo. */
export const seedClasses: readonly { slug: string; title: string; steps: number; step: number }[] = [
  { slug: 'breath-101', title: 'Breathing for beginners', steps: 6, step: 2 },
  { slug: 'strength-2', title: 'Strength, second term', steps: 8, step: 5 },
  { slug: 'focus-lab', title: 'Focus lab', steps: 5, step: 0 },
];
