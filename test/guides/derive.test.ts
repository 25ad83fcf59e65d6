import { parse } from 'yaml';
import { deriveClusterFile } from './derive';

const EXAMPLE = `
spec:
  kubernetes: { version: v1.28.2, imageRepository: mirror.example.com }
  cni: { name: flannel, version: 0.25.1 }
  networking: { podSubnet: 10.244.0.0/16 }
  nodes: [{ name: master }]
`;
const LAB = `
metadata: { name: blue }
spec:
  kubernetes: { version: v1.28.2 }
  cni: { name: flannel, version: 0.25.7 }
  nodes: [{ name: cp-1 }]
`;

const derived = deriveClusterFile(EXAMPLE, LAB, { kubernetes: { imageRepository: 'registry.k8s.io' } });

test('what the example says is installed on the machines that the lab has', () => {
  expect(derived.text).toContain('podSubnet: 10.244.0.0/16');
  expect(derived.text).toContain('name: blue');
  expect(derived.text).toContain('name: cp-1');
  expect(derived.text).not.toContain('master');
});

test('whatever the lab has otherwise is told', () => {
  expect(derived.differences).toEqual([
    { setting: 'kubernetes.imageRepository', example: 'mirror.example.com', lab: 'registry.k8s.io' },
    { setting: 'cni.version', example: '0.25.1', lab: '0.25.7' },
  ]);
});

test('where the lab has another pod network, no setting of the example’s stays', () => {
  const calico = EXAMPLE.replace('{ name: flannel, version: 0.25.1 }', '{ name: calico, backend: ipip }');
  const { text, differences } = deriveClusterFile(calico, LAB);
  expect(parse(text)).toMatchObject({ spec: { cni: { name: 'flannel', version: '0.25.7' } } });
  expect(text).not.toContain('ipip');
  expect(differences).toContainEqual({ setting: 'cni.backend', example: 'ipip', lab: 'not set' });
});

test('what the lab has nothing of is left out, and told', () => {
  const tools = EXAMPLE.replace('spec:', 'spec:\n  tools: { crictl: {}, nerdctl: { version: 1.4.0 } }');
  const { text, differences } = deriveClusterFile(tools, LAB, { tools: { nerdctl: undefined } });
  expect(parse(text)).toMatchObject({ spec: { tools: { crictl: {} } } });
  expect(text).not.toContain('nerdctl');
  expect(differences).toContainEqual({ setting: 'tools.nerdctl', example: '{"version":"1.4.0"}', lab: 'not set' });
});
