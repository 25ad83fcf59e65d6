import type { GoProgram } from '../../../lab/artifacts/artifact';
import { defaultBinaryName, goBuildArguments, renderGoMod } from '../../../lab/artifacts/go-build';

const program: GoProgram = {
  name: 'tool',
  version: 'v1.2.3',
  require: ['example.com/tool v1.2.3'],
  replace: ['example.com/part => example.com/part v0.2.3'],
  packages: { tool: 'example.com/tool/v2' },
  ldflags: ['-X example.com/tool.Version=v1.2.3'],
};

test('go.mod requires the module and replaces its parts', () => {
  expect(renderGoMod(program)).toBe(
    [
      'module slipway.lab/tool',
      '',
      'go 1.24.0',
      '',
      'require (',
      '\texample.com/tool v1.2.3',
      ')',
      '',
      'replace (',
      '\texample.com/part => example.com/part v0.2.3',
      ')',
      '',
    ].join('\n'),
  );
});

test('a build strips symbols and keeps the flags of the program in one argument', () => {
  const argv = goBuildArguments(program, ['example.com/tool/v2']);
  expect(argv[argv.indexOf('-ldflags') + 1]).toBe('-s -w -X example.com/tool.Version=v1.2.3');
  expect(argv.at(-1)).toBe('example.com/tool/v2');
});

test.each([
  ['go.etcd.io/etcd/server/v3', 'server'],
  ['k8s.io/kubernetes/cmd/kubeadm', 'kubeadm'],
])('go calls the binary of %s %s', (packagePath, name) => {
  expect(defaultBinaryName(packagePath)).toBe(name);
});
