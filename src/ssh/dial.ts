import type { Duplex } from 'node:stream';
import { Client, type ConnectConfig } from 'ssh2';
import { chooseAlgorithms } from './algorithms';
import { type Credentials, prepareCredentials } from './auth';
import { Connection, type ConnectionOptions } from './connection';
import { type DialStage, explainDialFailure } from './dial-failure';
import { sshError } from './errors';
import { knownKeyTypes } from './host-key';
import { createHostKeyCheck, type HostKeyCheck, loadHostKeyRules } from './host-key-check';
import { untilAborted, withinLimit } from './limit';
import type { OpenedKeys } from './private-key';
import type { SshTarget } from './target';

export interface DialOptions extends ConnectionOptions {
  /** The hop before, already connected; undefined for a direct connection. */
  readonly via: Connection | undefined;
  readonly openedKeys: OpenedKeys;
}

/** TCP, key exchange and authentication on a machine under load. */
const defaultConnectTimeoutMs = 15_000;
/** Three that are not answered, and the connection is given up. */
const defaultKeepaliveIntervalMs = 5_000;

/** Connects one hop: host key verified, user authenticated. Errors: SshError of any kind before a command. */
export async function dial(target: SshTarget, options: DialOptions): Promise<Connection> {
  const timeoutMs = target.connectTimeoutMs ?? defaultConnectTimeoutMs;
  const timeoutError = () =>
    sshError(
      'timeout',
      target,
      `no SSH session within ${timeoutMs} ms`,
      'Check that the machine is up, its load, and the firewalls in between.',
    );
  return withinLimit({ signal: undefined, timeoutMs, timeoutError }, async (signal) => {
    const rules = loadHostKeyRules(target);
    const check = createHostKeyCheck(target, rules);
    const credentials = await prepareCredentials(target, options.openedKeys);
    const sock = await options.via?.forward(target.host, target.port, signal);
    const client = new Client();
    const config = { ...describeClient(target, sock), algorithms: chooseAlgorithms(knownKeyTypes(rules)) };
    try {
      await untilAborted(signal, login(client, config, { target, check, credentials }));
      return new Connection(client, target, options);
    } catch (error) {
      client.on('error', () => {});
      client.destroy();
      throw error;
    }
  });
}

function describeClient(target: SshTarget, sock: Duplex | undefined): ConnectConfig {
  return {
    ...(sock === undefined ? { host: target.host, port: target.port } : { sock }),
    username: target.user,
    // The dial has a limit of its own, which starts with the hop before.
    readyTimeout: 0,
    keepaliveInterval: target.keepaliveIntervalMs ?? defaultKeepaliveIntervalMs,
    keepaliveCountMax: 3,
  };
}

interface LoginContext {
  readonly target: SshTarget;
  readonly check: HostKeyCheck;
  readonly credentials: Credentials;
}

async function login(client: Client, config: ConnectConfig, context: LoginContext): Promise<void> {
  const { target, check, credentials } = context;
  let stage: DialStage = 'connect';
  let banner = '';
  try {
    await new Promise<void>((resolve, reject) => {
      const onError = (error: Error & { level?: string }) => {
        if (error.level === 'agent') credentials.noteAgentFailure(error.message);
        else reject(check.refusal ?? explainDialFailure(target, stage, error, credentials, banner));
      };
      client.on('error', onError);
      client.on('close', () => onError(new Error('connection closed')));
      client.on('connect', () => {
        stage = 'handshake';
        // Small packets that wait for one another: Nagle's delay would cost 40 ms a command.
        client.setNoDelay(true);
      });
      client.on('banner', (message) => (banner += message));
      client.on('handshake', () => {
        stage = 'login';
        try {
          check.confirm();
        } catch (error) {
          reject(error);
          client.destroy();
        }
      });
      client.on('ready', resolve);
      client.connect({
        ...config,
        hostVerifier: (key: Buffer) => check.accepts(key),
        authHandler: credentials.handler,
      });
    });
  } finally {
    client.removeAllListeners();
  }
}
