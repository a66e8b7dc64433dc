// An HTTP API that accepts everything; a path with "slow" is answered after 20 ms. Prints its port.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const answer = () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    if (request.url?.includes('/apps/slow/')) setTimeout(answer, 20);
    else answer();
  });
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
