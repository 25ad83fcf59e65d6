import { connect } from 'node:net';

const TIMEOUT_MS = 1_000;

/** The first line that sshd sends, or undefined when nothing answers within a second. */
export function readBanner(address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: 22, timeout: TIMEOUT_MS });
    const end = (banner?: string) => {
      socket.destroy();
      resolve(banner);
    };
    socket.once('data', (chunk) => end(chunk.toString().split('\r\n')[0]));
    socket.once('error', () => end());
    socket.once('timeout', () => end());
  });
}
