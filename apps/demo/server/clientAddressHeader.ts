/** The header in which the web server passes on who is connected; a value that the client sends is overwritten. */
export const clientAddressHeader = 'x-client-address';
