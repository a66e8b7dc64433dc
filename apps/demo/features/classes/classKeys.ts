/** Query keys of classes. */
export const classKeys = {
  lists: () => ['classes', 'list'] as const,
  detail: (classId: string) => ['classes', 'detail', classId] as const,
};
