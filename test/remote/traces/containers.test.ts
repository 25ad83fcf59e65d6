import { TracedMachine } from '../../fakes/traced-machine';

let machine: TracedMachine;
beforeEach(() => {
  machine = new TracedMachine();
  machine.write('containers', 'one\ntwo\n');
});
afterEach(() => machine.close());

const TWO = { what: 'every container of Kubernetes', detail: '2', passing: true };

/** One unit, up from the start or once it is started; a client that lists the containers until they are ended. */
function give(client: string, unit: string, ending: string, { up }: { up: boolean }): void {
  if (up) machine.write('up');
  machine.command(
    'systemctl',
    `case "$*" in '-q is-active ${unit}') [ -e ${machine.at('up')} ] ;; 'start ${unit}') : >${machine.at('up')} ;; *) exit 1 ;; esac`,
  );
  machine.command(
    client,
    `case "$*" in ${ending}) : >${machine.at('containers')} ;; *) cat ${machine.at('containers')} ;; esac`,
  );
}

describe.each([
  ['ctr', 'containerd.service', "*'containers delete'*"],
  ['crictl', 'crio.service', "*' rmp '*"],
  ['docker', 'docker.service', "'rm '*"],
])('containers of Kubernetes that %s sees', (client, unit, ending) => {
  test('are ended by it', () => {
    give(client, unit, ending, { up: true });
    expect(machine.list()).toEqual([TWO]);
    expect(machine.wipe()).toEqual(expect.arrayContaining(['removed every container of Kubernetes', 'exit 0']));
  });

  test('are ended also where the runtime is down', () => {
    give(client, unit, ending, { up: false });
    if (client === 'docker') {
      for (const id of ['one', 'two'])
        machine.write(`/var/lib/docker/containers/${id}/config.v2.json`, '{"io.kubernetes.pod.uid":"u"}');
      machine.write('/var/lib/docker/containers/foreign/config.v2.json', '{"Labels":{}}');
    } else {
      const holder = client === 'ctr' ? 'containerd-shim' : 'conmon';
      machine.command('pgrep', `case "$*" in *${holder}*) printf '1\\n2\\n' ;; *) exit 1 ;; esac`);
    }
    expect(machine.list()).toEqual([TWO]);
    machine.wipe();
    expect(machine.calls).toContain(`systemctl start ${unit}`);
    expect(machine.run(`cat ${machine.at('containers')}`)).toBe('');
  });
});

test('a machine without containers of Kubernetes has no runtime started', () => {
  expect(machine.list()).toEqual([]);
  machine.wipe();
  expect(machine.calls.filter((call) => call.startsWith('systemctl start'))).toEqual([]);
});

test('crictl is pointed to the socket of its runtime', () => {
  give('crictl', 'crio.service', "*' rmp '*", { up: true });
  machine.list();
  expect(machine.calls).toContain(
    `crictl -r unix://${machine.at('/var/run/crio/crio.sock')} pods -q`.replace(machine.at('/var/run'), '/var/run'),
  );
});
