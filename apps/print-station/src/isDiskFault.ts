const codes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EIO']);

/** Whether an error says that a disk or folder takes nothing at present. */
export const isDiskFault = (error: unknown): boolean =>
  error instanceof Error && codes.has(String((error as NodeJS.ErrnoException).code));
