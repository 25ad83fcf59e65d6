import { renderFarewell } from '../../../lab/start/farewell';

const ending = { lab: 'default', kubeconfig: '/k', laps: [{ title: 'Install', tookMs: 12_340 }] };

test('the ending says where things are, how long they took, and what to do next', () => {
  expect(renderFarewell({ ...ending, webUi: 'http://ui' })).toEqual([
    'Install      12.3 s',
    '',
    'Kubeconfig   /k',
    'Use it       export KUBECONFIG=/k; kubectl get nodes',
    'Web UI       http://ui',
    '',
    'Look inside  npm run lab -- ssh cp-1',
    'Break it     npm run lab -- power-cut cp-1; npm run lab -- boot cp-1',
    'Run again    npm start (finds nothing to do)',
    'Stop         npm run slipway -- dev stop; npm run lab -- down',
    'Clean up     npm run clean (everything but the caches)',
  ]);
});

test('another lab is named in every command that needs it, and an unknown Web UI is not invented', () => {
  const lines = renderFarewell({ ...ending, lab: 'two' });
  expect(lines.filter((line) => line.includes('npm run lab'))).toHaveLength(3);
  for (const line of lines.filter((text) => text.includes('npm run lab'))) expect(line).toContain('--name two');
  expect(lines.join('\n')).not.toContain('Web UI');
});
