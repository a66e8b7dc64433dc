/** The http-only cookie that remembers the pay token of one invoice. */
export const payCookie = (invoiceId: string): string => `pay_${invoiceId}`;
