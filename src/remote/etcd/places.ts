/** Of the members of an external etcd; what the unit and its environment file name too. */
export const ETCD_DIRECTORY = '/etc/etcd';
/** Certificates of the node's member, and the CA's. */
export const ETCD_PKI = `${ETCD_DIRECTORY}/pki`;
/** The CA's key, for root alone: the user that etcd runs as cannot read it. */
export const ETCD_CA_KEY = `${ETCD_DIRECTORY}/ca/ca.key`;
/** How a member without data starts. */
export const ETCD_START_FILE = `${ETCD_DIRECTORY}/start.env`;
export const ETCD_DATA = '/var/lib/etcd/member';
export const ETCD_UNIT = 'etcd.service';
/** The user, and group, that etcd runs as. */
export const ETCD_USER = 'etcd';
