import { text } from './scalars';

const PATH = '(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._@+-]+)+';

/** A file that the worker reads: absolute, or under the worker's home when it begins with ~/. */
export const workerPath = () =>
  text('an absolute path, or one that begins with ~/, without .. or blanks', new RegExp(`^~?${PATH}$`), 1024);

const ORIGIN = 'https?://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+\\])(?::\\d{1,5})?';
const URL_CHARACTER = '[A-Za-z0-9._~:/?&+,=%@-]';

/** No user information: a password in a URL would be a secret in the cluster file. */
export const httpUrl = () =>
  text(
    'an http:// or https:// URL without user, password or blanks',
    new RegExp(`^${ORIGIN}(?:/${URL_CHARACTER}*)?$`),
    2048,
  );

/** No user information: what reads the proxy's address, such as a unit's environment, is open to everybody on a node. */
export const proxyUrl = () =>
  text(
    'http://host:port, without user and password, which everybody on a node could read: let the proxy admit the machines by address',
    new RegExp(`^${ORIGIN}/?$`),
    300,
  );

/** A URL in which {version} and {arch} stand for the version asked for and the node's architecture. */
export const urlTemplate = () =>
  text(
    'an http:// or https:// URL, in which {version} and {arch} may stand',
    new RegExp(`^${ORIGIN}(?:/(?:${URL_CHARACTER}|\\{version\\}|\\{arch\\})*)?$`),
    2048,
  );

/** A URL in which {releasever} and {basearch} stand for what dnf and yum know of the node. */
export const rpmUrl = () =>
  text(
    'an http:// or https:// URL, in which {releasever} and {basearch} may stand',
    new RegExp(`^${ORIGIN}(?:/(?:${URL_CHARACTER}|\\{releasever\\}|\\{basearch\\})*)?$`),
    2048,
  );

const REPOSITORY = '[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?::\\d{1,5})?(?:/[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*)*';

export const imageRepository = () =>
  text('a registry host and path such as registry.k8s.io', new RegExp(`^${REPOSITORY}$`), 255);

export const imageReference = () =>
  text(
    'an image such as registry.k8s.io/pause:3.10',
    new RegExp(`^${REPOSITORY}(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`),
    512,
  );

export const registryHost = () =>
  text('a registry host such as registry.k8s.io or 10.0.0.1:5000', /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/);

export const sha256 = () => text('a sha256 checksum of 64 lowercase hexadecimal digits', /^[0-9a-f]{64}$/, 64);
