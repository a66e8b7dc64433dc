/** The groups of tabs that this tab leads. */
const groups = new Set<object>();

/** This tab leads a group, or does no longer. */
export function setLeading(group: object, isLeading: boolean): void {
  if (isLeading) groups.add(group);
  else groups.delete(group);
}

/** Whether this tab has a socket that others share. */
export const isLeading = (): boolean => groups.size > 0;
