import type { AnyAuthMethod, AuthHandlerMiddleware } from 'ssh2';
import { type SshError, sshError } from './errors';
import { type OpenedKeys, readPrivateKey } from './private-key';
import { readSecret } from './secret';
import type { SshTarget } from './target';

/** The ways to log in, secrets read; it records how the server answered. */
export interface Credentials {
  readonly handler: AuthHandlerMiddleware;
  /** The agent failed; the methods after it are still tried. */
  noteAgentFailure(message: string): void;
  /** The 'auth-failed' error of a login that the server refused. */
  explainFailure(reason?: string): SshError;
}

interface Method {
  readonly title: string;
  readonly method: AnyAuthMethod;
}

/** Reads what the target's methods need, in the order they are tried. Errors: 'key-unreadable', 'secret-unreadable'. */
export async function prepareCredentials(target: SshTarget, openedKeys: OpenedKeys): Promise<Credentials> {
  const methods = await collectMethods(target, openedKeys);
  const waiting = [...methods];
  let accepted: readonly string[] = [];
  let agentFailure = '';
  return {
    handler(methodsLeft, _partialSuccess, next) {
      // The server's list is null before its first answer, in spite of the type.
      if ((methodsLeft as string[] | null) !== null) accepted = methodsLeft;
      const method: AnyAuthMethod | false = waiting.shift()?.method ?? false;
      next(method as AnyAuthMethod);
    },
    noteAgentFailure(message) {
      agentFailure = ` (agent: ${message})`;
    },
    explainFailure(reason) {
      const tried = methods.map(({ title }) => title).join(', ') || 'no method: none is configured';
      const offers = accepted.length > 0 ? `; the server accepts ${accepted.join(', ')}` : '';
      const detail = reason === undefined ? '' : `: ${reason}`;
      return sshError(
        'auth-failed',
        target,
        `the server refused the login of ${target.user}${detail}; tried ${tried}${agentFailure}${offers}`,
        `Check the user, and that its authorized_keys on the machine holds the public key (try: ssh -v ${target.user}@${target.host}).`,
      );
    },
  };
}

async function collectMethods(target: SshTarget, openedKeys: OpenedKeys): Promise<Method[]> {
  const { user: username, auth } = target;
  const methods: Method[] = [];
  if (auth.privateKeyFile !== undefined) {
    const key = await readPrivateKey(target, auth.privateKeyFile, openedKeys);
    methods.push({ title: `key ${auth.privateKeyFile}`, method: { type: 'publickey', username, key } });
  }
  if (auth.agent !== undefined) {
    const agent = locateAgent(target, auth.agent);
    methods.push({ title: 'agent', method: { type: 'agent', username, agent } });
  }
  if (auth.passwordRef !== undefined) {
    const password = await readSecret(target, 'password', auth.passwordRef);
    methods.push({ title: 'password', method: { type: 'password', username, password } });
    methods.push({ title: 'keyboard-interactive', method: answerOnePrompt(username, password) });
  }
  return methods;
}

function locateAgent(target: SshTarget, agent: true | string): string {
  const socket = agent === true ? process.env['SSH_AUTH_SOCK'] : agent;
  if (socket !== undefined && socket !== '') return socket;
  throw sshError(
    'key-unreadable',
    target,
    'cannot use the SSH agent: SSH_AUTH_SOCK is not set',
    'Start the worker where an agent runs (eval "$(ssh-agent)"; ssh-add), or name a private key.',
  );
}

/** PAM asks for a password this way. Anything but one hidden prompt (a one-time code) is not ours to answer. */
function answerOnePrompt(username: string, password: string): AnyAuthMethod {
  return {
    type: 'keyboard-interactive',
    username,
    prompt(_name, _instructions, _language, prompts, finish) {
      finish(prompts.length === 1 && prompts[0]?.echo !== true ? [password] : []);
    },
  };
}
