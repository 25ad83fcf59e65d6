import type { MemberLook } from './member-look';
import type { EtcdMove } from './move';

/** What the nodes of an external etcd still need before their members can trust each other; undefined: nothing. */
export function decideCertificates(looks: readonly MemberLook[]): EtcdMove | undefined {
  const authorities = new Set(looks.flatMap(({ ca }) => ca ?? []));
  if (authorities.size > 1) return refuseSeveral(looks);
  const holder = looks.find(({ ca }) => ca !== undefined);
  if (holder === undefined) return makeAuthority(looks);
  const without = looks.filter(({ ca }) => ca === undefined).map(({ node }) => node);
  if (without.length > 0) return { move: 'copy-ca', from: holder.node, nodes: without };
  const uncertified = looks.filter(({ hasCertificates }) => !hasCertificates).map(({ node }) => node);
  return uncertified.length > 0 ? { move: 'certify', nodes: uncertified } : undefined;
}

function makeAuthority(looks: readonly MemberLook[]): EtcdMove {
  const withData = looks.filter(({ hasData, members }) => hasData || members !== undefined).map(({ node }) => node);
  const [first] = looks;
  if (withData.length === 0 && first !== undefined) return { move: 'make-ca', node: first.node };
  return {
    move: 'refuse',
    cause: `${withData.join(', ')} hold the data of etcd, and no node holds its CA`,
    nextAction: 'Put /etc/etcd/ca and /etc/etcd/pki/ca.crt of one of them back from a backup, then retry.',
  };
}

function refuseSeveral(looks: readonly MemberLook[]): EtcdMove {
  const held = looks.flatMap(({ node, ca }) => (ca === undefined ? [] : [`${node} sha256:${ca.slice(0, 12)}…`]));
  return {
    move: 'refuse',
    cause: `the nodes hold different CAs of etcd: ${held.join(', ')}`,
    nextAction: 'Reset the node that came from another cluster (`slipway reset --node <node>`), then install again.',
  };
}
