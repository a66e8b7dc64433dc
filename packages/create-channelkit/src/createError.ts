/** A failure that is printed as one line; `exitCode` is 1 for a failed operation, 2 for wrong usage. */
export class CreateError extends Error {
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = 'CreateError';
    this.exitCode = exitCode;
  }
}
