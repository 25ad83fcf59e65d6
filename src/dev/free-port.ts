import { createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** Whether a server could listen on this TCP port of the loopback interface now. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await listen(port)) !== undefined;
}

/** The first wanted port that is free, else one that the kernel chooses. */
export async function chooseFreePort(wanted: readonly number[]): Promise<number> {
  for (const port of wanted) {
    if (await isPortFree(port)) return port;
  }
  const port = await listen(0);
  if (port === undefined) throw new Error('no free TCP port on 127.0.0.1; end something that listens there');
  return port;
}

function listen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
