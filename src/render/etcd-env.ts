import type { Node } from '../config/cluster';
import { clientUrlOf, peerUrlOf } from './parts/external-etcd';
import { HEADER } from './parts/header';

const PKI = '/etc/etcd/pki';

/** What a watcher of Kubernetes waits for was an experiment before 3.6, which refuses both spellings beside each other. */
const NOTIFY = 'WATCH_PROGRESS_NOTIFY_INTERVAL';
const isBefore36 = (version: string) => /^(?:[0-2]\.|3\.[0-5]\.)/.test(version);

/**
 * The environment of a member of an external etcd: everything but how it first finds the others, which is written down
 * when that is decided.
 */
export function renderEtcdEnv({ node, version }: { readonly node: Node; readonly version: string }): string {
  const settings = {
    NAME: node.name,
    DATA_DIR: '/var/lib/etcd',
    LISTEN_CLIENT_URLS: clientUrlOf(node),
    ADVERTISE_CLIENT_URLS: clientUrlOf(node),
    LISTEN_PEER_URLS: peerUrlOf(node),
    INITIAL_ADVERTISE_PEER_URLS: peerUrlOf(node),
    CLIENT_CERT_AUTH: 'true',
    TRUSTED_CA_FILE: `${PKI}/ca.crt`,
    CERT_FILE: `${PKI}/server.crt`,
    KEY_FILE: `${PKI}/server.key`,
    PEER_CLIENT_CERT_AUTH: 'true',
    PEER_TRUSTED_CA_FILE: `${PKI}/ca.crt`,
    PEER_CERT_FILE: `${PKI}/peer.crt`,
    PEER_KEY_FILE: `${PKI}/peer.key`,
    LOGGER: 'zap',
    [isBefore36(version) ? `EXPERIMENTAL_${NOTIFY}` : NOTIFY]: '5s',
  };
  const lines = Object.entries(settings).map(([name, value]) => `ETCD_${name}=${value}\n`);
  return `${HEADER}${lines.join('')}`;
}
