import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Fault = (response: ServerResponse, body: Buffer) => void;

/** An HTTP server of a few files that can be told to fail; counts the requests and remembers their ranges. */
export class DownloadServer {
  readonly requests: { readonly path: string; readonly range: string | undefined }[] = [];
  readonly #files = new Map<string, Buffer>();
  readonly #faults: Fault[] = [];
  readonly #server: Server = createServer((request, response) => this.#answer(request, response));

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Returns the file's URL. */
  serve(path: string, content: Buffer | string): string {
    this.#files.set(path, Buffer.from(content));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`;
  }

  /** The next request is answered so. */
  failNext(fault: Fault): void {
    this.#faults.push(fault);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '';
    const { range } = request.headers;
    this.requests.push({ path, range });
    const body = this.#files.get(path);
    const fault = this.#faults.shift();
    if (body === undefined) response.writeHead(404).end('no such file');
    else if (fault !== undefined) fault(response, body);
    else sendRange(response, body, Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0));
  }
}

function sendRange(response: ServerResponse, body: Buffer, from: number): void {
  if (from >= body.length) {
    response.writeHead(416, { 'Content-Range': `bytes */${body.length}` }).end();
  } else if (from > 0) {
    response.writeHead(206, { 'Content-Range': `bytes ${from}-${body.length - 1}/${body.length}` });
    response.end(body.subarray(from));
  } else {
    response.writeHead(200, { 'Content-Length': body.length }).end(body);
  }
}

/** Half of the file, then the connection is cut. */
export const cutInTheMiddle: Fault = (response, body) => {
  response.writeHead(200, { 'Content-Length': body.length });
  response.write(body.subarray(0, body.length / 2), () => response.destroy());
};

/** The whole file with one bit turned. */
export const flipOneBit: Fault = (response, body) => {
  const flipped = Buffer.from(body);
  flipped.writeUInt8(flipped.readUInt8(10) ^ 1, 10);
  response.writeHead(200, { 'Content-Length': body.length }).end(flipped);
};

export const overloaded: Fault = (response) => {
  response.writeHead(503).end('later');
};
