import { createMirrorServer } from './server';

/** `node main.js <root> <address> <port>`: serves until it is ended. */
const [root, address, port] = process.argv.slice(2);
if (root === undefined || address === undefined || port === undefined) {
  process.stderr.write('usage: node main.js <root> <address> <port>\n');
  process.exitCode = 2;
} else {
  createMirrorServer(root).listen(Number(port), address);
}
