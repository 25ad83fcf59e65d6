import { renderBuildkitService } from '../../src/render/buildkit-service';
import { describeGoldens } from '../fakes/goldens';

describeGoldens('buildkit-service', 'service', {
  containerd: () => renderBuildkitService({ runtimeUnit: 'containerd.service' }),
});
