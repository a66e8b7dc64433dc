import type { IncomingMessage } from 'node:http';
import { HttpError } from './httpError.ts';

/** A parsed request. */
export interface ApiRequest {
  method: string;
  /** The path as it arrived, which is what the client signed. */
  path: string;
  /** The path's segments, decoded. */
  segments: string[];
  query: Record<string, string>;
  body: Buffer;
}

/** Parses a request target; a malformed one is a 400. */
export function parseTarget(url: string): Pick<ApiRequest, 'path' | 'segments' | 'query'> {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  return {
    path,
    segments: path.split('/').slice(1).map(decode),
    query: parseQuery(mark < 0 ? '' : url.slice(mark + 1)),
  };
}

/**
 * Reads a body of at most `limit` bytes; a longer one is a 413. The rest of it is read and discarded before the answer,
 * because a client that is still sending would see a reset instead. The request timeout ends an endless body.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) return void chunks.push(chunk);
      chunks.length = 0;
    });
    request.on('end', () => {
      if (size <= limit) resolve(Buffer.concat(chunks));
      else reject(new HttpError(413, `A body has at most ${limit} bytes`));
    });
    request.on('error', reject);
    request.on('close', () => reject(new HttpError(400, 'The body did not arrive')));
  });
}

function parseQuery(text: string): Record<string, string> {
  const pairs = new Map<string, string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const key = decode(equals < 0 ? pair : pair.slice(0, equals)).toLowerCase();
    if (pairs.has(key)) throw new HttpError(400, `The query gives ${JSON.stringify(key)} twice`);
    pairs.set(key, equals < 0 ? '' : decode(pair.slice(equals + 1)));
  }
  return Object.fromEntries(pairs);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new HttpError(400, 'The URL is not well formed');
  }
}
