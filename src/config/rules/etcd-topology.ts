import { isEtcdNode } from '../nodes';
import type { Finding } from '../problems/problem';
import { valueAt } from '../value-at';
import { nodePath, type Rule, type RuleInput } from './rule';

const READS = ['spec.nodes.roles', 'spec.nodes.group', 'spec.nodeGroups', 'spec.etcd'];
const MOST_MEMBERS = 7;
/** Fields that only an etcd of somebody else has. */
const FOREIGN = ['endpoints', 'caFile', 'certificateFile', 'key'] as const;

/** etcd runs in one place: on the control planes, on nodes of the file, or with somebody else. */
export const etcdTopology: Rule = {
  reads: READS,
  check: (input) => (input.cluster.spec.etcd.topology === 'stacked' ? checkStacked(input) : checkExternal(input)),
};

/** A member of etcd stands alone, or beside a control plane. */
export const etcdRoles: Rule = {
  reads: READS,
  check: ({ cluster }) =>
    cluster.spec.nodes.flatMap((node, index) =>
      isEtcdNode(node) && node.roles.includes('worker')
        ? [
            {
              path: nodePath(index, 'roles'),
              message: `${node.name} is to run etcd beside workloads, which take its disk from it`,
              accepted: 'etcd alone, or control-plane and etcd',
            },
          ]
        : [],
    ),
};

function checkStacked({ cluster }: RuleInput): Finding[] {
  const { etcd, nodes } = cluster.spec;
  const accepted = 'topology: external';
  return [
    ...(['version', ...FOREIGN] as const)
      .filter((field) => etcd[field] !== undefined)
      .map((field) => ({
        path: ['spec', 'etcd', field],
        message: `etcd is stacked, as kubeadm brings it along: ${field} has no meaning`,
        accepted,
        atKey: true,
      })),
    ...nodes.flatMap((node, index) =>
      isEtcdNode(node)
        ? [{ path: nodePath(index, 'roles'), message: 'etcd is stacked: it runs on the control planes', accepted }]
        : [],
    ),
  ];
}

function checkExternal(input: RuleInput): Finding[] {
  return [...checkPlace(input), ...checkOverrides(input)];
}

/** kubeadm refuses settings of a stacked etcd beside those of an external one. */
function checkOverrides({ cluster }: RuleInput): Finding[] {
  const path = ['kubeadm', 'clusterConfiguration', 'etcd'];
  const value = valueAt(cluster.spec, [...path, 'local']);
  if (valueAt(cluster.spec, path) !== null && (value === undefined || value === null)) return [];
  const message = 'these are settings of a stacked etcd';
  return [{ path: ['spec', ...path], message, accepted: 'nothing: etcd is external', atKey: true }];
}

function checkPlace({ cluster }: RuleInput): Finding[] {
  const { etcd, nodes } = cluster.spec;
  const members = nodes.filter(isEtcdNode).length;
  const path = ['spec', 'etcd'];
  if (etcd.endpoints === undefined && members === 0) {
    const accepted = 'nodes with the role etcd, or spec.etcd.endpoints';
    return [{ path: [...path, 'topology'], message: 'nothing says where the external etcd runs', accepted }];
  }
  if (etcd.endpoints !== undefined && members > 0) {
    const message = `etcd is somebody else's, and ${members} node(s) have the role etcd`;
    return [{ path: [...path, 'endpoints'], message, accepted: 'either endpoints, or nodes with the role etcd' }];
  }
  return etcd.endpoints === undefined ? checkMembers(members, etcd) : checkForeign(etcd);
}

function checkMembers(count: number, etcd: RuleInput['cluster']['spec']['etcd']): Finding[] {
  const stray = FOREIGN.filter((field) => etcd[field] !== undefined).map((field) => ({
    path: ['spec', 'etcd', field],
    message: `${field} is for an etcd of somebody else; the nodes with the role etcd make certificates of their own`,
    accepted: 'nothing, or spec.etcd.endpoints beside it',
    atKey: true,
  }));
  if (count % 2 === 1 && count <= MOST_MEMBERS) return stray;
  const message =
    count > MOST_MEMBERS
      ? `${count} members agree slower and bear no more than ${MOST_MEMBERS} do in practice`
      : `${count} members bear no more failures than ${count - 1}`;
  return [
    { path: ['spec', 'nodes'], message, accepted: `an odd number of nodes with the role etcd, 1 to ${MOST_MEMBERS}` },
    ...stray,
  ];
}

function checkForeign(etcd: RuleInput['cluster']['spec']['etcd']): Finding[] {
  const missing = (['caFile', 'certificateFile', 'key'] as const).filter((field) => etcd[field] === undefined);
  const { endpoints = [], version } = etcd;
  return [
    ...(missing.length === 0
      ? []
      : [
          {
            path: ['spec', 'etcd', 'endpoints'],
            message: `control planes cannot reach these without ${missing.join(', ')}`,
            accepted: 'caFile, certificateFile and key beside endpoints',
          },
        ]),
    ...(new Set(endpoints).size < endpoints.length
      ? [{ path: ['spec', 'etcd', 'endpoints'], message: 'an endpoint is given twice', accepted: 'each once' }]
      : []),
    ...(version === undefined
      ? []
      : [
          { path: ['spec', 'etcd', 'version'], message: 'the version is that of whoever runs it', accepted: 'nothing' },
        ]),
  ];
}
