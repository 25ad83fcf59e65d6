import { TracedMachine } from '../../fakes/traced-machine';

let machine: TracedMachine;
beforeEach(() => {
  machine = new TracedMachine();
});
afterEach(() => machine.close());

describe('what runs', () => {
  beforeEach(() => {
    machine.write('containers', 'one\ntwo\n');
    machine.command(
      'systemctl',
      `case $* in 'is-active kubelet.service') cat ${machine.at('kubelet')} ;; *containerd*) ;; stop*) rm ${machine.at('kubelet')} ;; esac`,
    );
    machine.command(
      'ctr',
      `case $* in *'containers ls'*) cat ${machine.at('containers')} ;; *'containers delete'*) : >${machine.at('containers')} ;; esac`,
    );
  });

  test.each([
    ['active', 'running'],
    ['activating', 'activating'],
  ])('a kubelet that is %s counts, and is stopped before anything else', (state, detail) => {
    machine.write('kubelet', `${state}\n`);
    expect(machine.list()).toEqual([
      { what: 'kubelet.service', detail },
      { what: 'every container of Kubernetes', detail: '2', passing: true },
    ]);
    expect(machine.wipe()).toEqual(
      expect.arrayContaining(['removed kubelet.service', 'removed every container of Kubernetes', 'exit 0']),
    );
    const calls = machine.calls.join('\n');
    expect(calls.indexOf('systemctl stop kubelet')).toBeLessThan(calls.indexOf('tasks kill'));
  });

  test('kubeadm resets first, without a way to the cluster, and may fail', () => {
    machine.command('kubeadm', 'echo no good; exit 3');
    expect(machine.wipe()).toEqual(
      expect.arrayContaining(['kubeadm reset ended with 3; what it left is removed next', 'exit 0']),
    );
    expect(machine.calls.filter((call) => call.startsWith('kubeadm'))).toEqual([
      `kubeadm reset --force --skip-phases=remove-etcd-member --kubeconfig=${machine.at('/run/slipway/no-kubeconfig')} --cri-socket=unix://${machine.at('/run/cri.sock')}`,
    ]);
  });
});
