import type { GoProgram } from '../../../lab/artifacts/artifact';
import { defaultBinaryName, goBuildArguments } from '../../../lab/artifacts/go-build';

const program: GoProgram = {
  name: 'tool',
  version: 'v1.2.3',
  require: ['example.com/tool v1.2.3'],
  replace: ['example.com/part => example.com/part v0.2.3'],
  packages: { tool: 'example.com/tool/v2' },
  ldflags: ['-X example.com/tool.Version=v1.2.3'],
};

test('a build strips symbols and keeps the flags of the program in one argument', () => {
  const argv = goBuildArguments(program, ['example.com/tool/v2']);
  expect(argv[argv.indexOf('-ldflags') + 1]).toBe('-s -w -X example.com/tool.Version=v1.2.3');
  expect(argv.at(-1)).toBe('example.com/tool/v2');
});

test('tags reach the compiler', () => {
  const argv = goBuildArguments({ ...program, tags: ['no_btrfs', 'seccomp'] }, ['example.com/tool/v2']);
  expect(argv[argv.indexOf('-tags') + 1]).toBe('no_btrfs,seccomp');
});

test.each([
  ['go.etcd.io/etcd/server/v3', 'server'],
  ['k8s.io/kubernetes/cmd/kubeadm', 'kubeadm'],
])('go calls the binary of %s %s', (packagePath, name) => {
  expect(defaultBinaryName(packagePath)).toBe(name);
});
