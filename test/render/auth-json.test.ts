import { renderAuthJson } from '../../src/render/auth-json';
import { describeGoldens } from '../fakes/goldens';

// Source: containers-auth.json(5)
describeGoldens('auth-json', 'json', {
  'two-registries': () => renderAuthJson({ 'mirror.example.com': 'Y2k6czNjcmV0', '10.0.0.1:5000': 'Y2k6czNjcmV0' }),
});
