import { renderCriDockerSocket } from '../../src/render/cri-docker-socket';
import { describeGoldens } from '../fakes/goldens';

// Source: packaging/systemd/cri-docker.socket of cri-dockerd
describeGoldens('cri-docker-socket', 'socket', { archive: () => renderCriDockerSocket() });
