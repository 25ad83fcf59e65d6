import { sh } from '../../ssh/shell';
import { ETCD_CA_KEY, ETCD_DIRECTORY, ETCD_PKI, ETCD_USER } from './places';

/** kubeadm gives its CAs as long. */
const CA_DAYS = 3650;
/** Nobody but an install renews them. */
const LEAF_DAYS = 1825;
/** An install renews what has less than a year left. */
const RENEWAL_SECONDS = 365 * 86_400;

/**
 * Shell functions over openssl, of 1.0.2 or later. `is_good_pair CA CERTIFICATE KEY [ADDRESS]`; `make_ca`, which leaves
 * the CA there whole or not at all; `sign REQUEST USAGES [SANS]`, which prints a certificate; `issue NAME CN OWNER USAGES
 * [SANS]`, which makes a pair that never leaves the node. Needs `shellLibrary` for all but the first.
 */
export const certificateLibrary = sh`
ca=${ETCD_PKI}/ca.crt
ca_key=${ETCD_CA_KEY}

same_key() { [ "$(openssl x509 -noout -pubkey -in "$1" 2>/dev/null)" = "$(openssl pkey -pubout -in "$2" 2>/dev/null)" ]; }

is_good_pair() {
  [ -s "$2" ] && [ -s "$3" ] && same_key "$2" "$3" &&
    openssl verify -CAfile "$1" "$2" >/dev/null 2>&1 &&
    openssl x509 -noout -checkend ${RENEWAL_SECONDS} -in "$2" >/dev/null 2>&1 || return
  [ -z "\${4:-}" ] || openssl x509 -noout -checkip "$4" -in "$2" 2>/dev/null | grep -q 'does match'
}

has_ca() { [ -s "$ca" ] && [ -s "$ca_key" ] && same_key "$ca" "$ca_key"; }

new_key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1"; }
new_serial() { printf '0x%s' "$(openssl rand -hex 15)"; }

# The user that etcd runs as finds its certificates there; the CA's key stays closed to it.
open_places() {
  mkdir -p -- "\${ca%/*}" "\${ca_key%/*}" && chmod 0755 ${ETCD_DIRECTORY} "\${ca%/*}" && chmod 0700 "\${ca_key%/*}"
}

# put_ca DIRECTORY: from ca.crt and ca.key there; the certificate last, since it is what tells that there is a CA
put_ca() {
  open_places || return
  put_file "$ca_key" 0600 "$(self)" <"$1/ca.key" && put_file "$ca" 0644 "$(self)" <"$1/ca.crt"
}

make_ca() {
  ! has_ca || return 0
  printf '[req]\\ndistinguished_name=dn\\n[dn]\\n[v3]\\nbasicConstraints=critical,CA:TRUE\\nkeyUsage=critical,digitalSignature,keyCertSign,cRLSign\\nsubjectKeyIdentifier=hash\\n' >"$work/ca.cnf"
  new_key "$work/ca.key" &&
    openssl req -x509 -new -sha256 -days ${CA_DAYS} -subj /CN=etcd-ca -config "$work/ca.cnf" -extensions v3 \\
      -set_serial "$(new_serial)" -key "$work/ca.key" -out "$work/ca.crt" && put_ca "$work"
}

sign() {
  {
    printf 'basicConstraints=critical,CA:FALSE\\nkeyUsage=critical,digitalSignature,keyEncipherment\\nextendedKeyUsage=%s\\n' "$2"
    [ -z "\${3:-}" ] || printf 'subjectAltName=%s\\n' "$3"
  } >"$work/extensions"
  openssl x509 -req -sha256 -days ${LEAF_DAYS} -in "$1" -CA "$ca" -CAkey "$ca_key" -set_serial "$(new_serial)" \\
    -extfile "$work/extensions" 2>/dev/null
}

# new_request KEY CN FILE: a configuration of its own, since that of the machine may ask questions
new_request() {
  printf '[req]\\ndistinguished_name=dn\\n[dn]\\n' >"$work/request.cnf"
  openssl req -new -sha256 -subj "/CN=$2" -key "$1" -out "$3" -config "$work/request.cnf"
}

issue() {
  new_key "$work/$1.key" && new_request "$work/$1.key" "$2" "$work/$1.csr" &&
    sign "$work/$1.csr" "$4" "\${5:-}" >"$work/$1.crt" && [ -s "$work/$1.crt" ] || return
  put_file ${ETCD_PKI}/"$1.key" 0600 "$3" <"$work/$1.key" && put_file ${ETCD_PKI}/"$1.crt" 0644 "$3" <"$work/$1.crt"
}

etcd_owner=${`${ETCD_USER}:${ETCD_USER}`}
`;
