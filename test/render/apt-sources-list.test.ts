import { renderAptSourcesList } from '../../src/render/apt-sources-list';
import { describeGoldens } from '../fakes/goldens';

const key = '/etc/apt/keyrings/slipway-tools.asc';

describeGoldens('apt-sources-list', 'list', {
  path: () => renderAptSourcesList({ url: 'https://example.com/deb/', suite: '/', components: [], keyFiles: [key] }),
  suite: () =>
    renderAptSourcesList({
      url: 'https://example.com/debian',
      suite: 'stable',
      components: ['main', 'extra'],
      keyFiles: [key, '/etc/apt/keyrings/slipway-tools-2.asc'],
    }),
});
