/** Why nothing can be stored: no space, or no permission. */
export type DiskFault = 'full' | 'read-only';

/** Error codes of Node, of PostgreSQL, and of the embedded PostgreSQL (WASI's numbers). */
const faults: Readonly<Record<string, DiskFault>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  '53100': 'full',
  '51': 'full',
  '19': 'full',
  '22': 'full',
  EACCES: 'read-only',
  EPERM: 'read-only',
  EROFS: 'read-only',
  '25006': 'read-only',
  '2': 'read-only',
  '63': 'read-only',
  '69': 'read-only',
};

/** Whether an error, or what caused it, says that nothing can be stored. */
export function diskFault(error: unknown): DiskFault | null {
  for (let cause = error; typeof cause === 'object' && cause !== null; cause = (cause as Error).cause) {
    const { code, errno, name } = cause as NodeJS.ErrnoException;
    const fault = faults[String(code)] ?? (name === 'ErrnoError' ? faults[String(errno)] : undefined);
    if (fault) return fault;
  }
  return null;
}
