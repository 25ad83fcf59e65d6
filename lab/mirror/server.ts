import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * Serves the files under `root`, read-only. The path of a file is its official address without the scheme, and the
 * address with `.sha256` appended is its checksum, as dl.k8s.io has it.
 */
export function createMirrorServer(root: string): Server {
  return createServer((request, response) => {
    serve(root, request, response).catch(() => response.destroy());
  });
}

async function serve(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, 'only GET and HEAD\n');
  if (request.url === '/') return end(response, 200, 'artifact mirror of a lab\n');
  const path = toFilePath(request.url ?? '/');
  const file = path === undefined ? undefined : join(root, path);
  const found = file === undefined ? undefined : await stat(file).catch(() => undefined);
  if (file === undefined || found?.isFile() !== true) return end(response, 404, 'no such artifact\n');
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': found.size });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(file), response);
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
}

/** The path under the root that a request names, or undefined when it names none or would leave the root; pure. */
export function toFilePath(url: string): string | undefined {
  try {
    const path = decodeURIComponent(url.split('?')[0] ?? '');
    const parts = path.split('/').filter((part) => part !== '' && part !== '.');
    const isPlain = parts.length > 0 && parts.every((part) => !part.startsWith('.') && !part.includes('\0'));
    return isPlain ? parts.join('/') : undefined;
  } catch {
    return undefined;
  }
}
