import type * as failures from '../../../src/activities/failures';
import type * as decideControlPlaneJoin from '../../../src/plan/kubeadm/decide-control-plane-join';
import type * as decideInit from '../../../src/plan/kubeadm/decide-init';
import type * as joinEpoch from '../../../src/plan/join-epoch';

/** Protections of the product's own decisions that are off now; all are on by default. */
export const off = new Set<'re-check' | 're-issue' | 'learner repair' | 'end of who is superseded'>();

/** Puts `functions`, made from the real ones, in their place. To be imported before anything of `src/activities`. */
function weaken<Module extends object>(module: string, functions: (actual: Module) => Partial<Module>): void {
  const path = `../../../src/${module}`;
  jest.doMock(path, () => {
    const actual = jest.requireActual<Module>(path);
    return { ...actual, ...functions(actual) };
  });
}

/** Done is what a file says that kubeadm writes long before it has finished, as with the tools that gate on one. */
weaken<typeof decideInit>('plan/kubeadm/decide-init', (actual) => ({
  decideInit: (state, context) => {
    const hasFile = state.kubeconfigs.some(({ name }) => name === 'admin.conf');
    return off.has('re-check') && hasFile ? { move: 'none' } : actual.decideInit(state, context);
  },
}));

/** What was issued once is given for ever. */
weaken<typeof joinEpoch>('plan/join-epoch', (actual) => ({
  decideEpoch: (view, wish) =>
    off.has('re-issue') && view.held !== undefined ? { move: 'give' } : actual.decideEpoch(view, wish),
}));

/** Members that stand in a joiner's way are left there. */
weaken<typeof decideControlPlaneJoin>('plan/kubeadm/decide-control-plane-join', (actual) => ({
  findStaleMembers: (...args) => (off.has('learner repair') ? [] : actual.findStaleMembers(...args)),
}));

/** A node that another run has taken over is waited for, as one that is busy. */
weaken<typeof failures>('activities/failures', (actual) => ({
  classify: (error) => {
    const type = actual.classify(error);
    return off.has('end of who is superseded') && type === 'SupersededByRun' ? 'NodeBusy' : type;
  },
}));
