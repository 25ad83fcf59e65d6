import { renderContainerdService } from '../../src/render/containerd-service';
import { describeGoldens } from '../fakes/goldens';

describeGoldens('containerd-service', 'service', { archive: () => renderContainerdService() });
