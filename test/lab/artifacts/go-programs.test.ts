import { corednsProgram } from '../../../lab/artifacts/go-programs';
import { kubernetesProgram } from '../../../lab/artifacts/kubernetes-program';

test('programs of 2020 are built with modules that know the Go of today', () => {
  for (const { replace } of [corednsProgram('1.8.0'), kubernetesProgram('v1.17.4')]) {
    expect(replace).toContain('github.com/modern-go/reflect2 => github.com/modern-go/reflect2 v1.0.2');
  }
  expect(corednsProgram('1.14.7').replace).toEqual([]);
});
