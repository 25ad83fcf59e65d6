import { createLogger } from '../../src/workers/logger';

const logged = (format: 'json' | 'pretty', meta: Record<string, unknown>, message = 'step done'): string => {
  const lines: string[] = [];
  const logger = createLogger(format, (line) => lines.push(line) > 0);
  logger.debug('not shown');
  logger.info(message, meta);
  expect(lines).toHaveLength(1);
  return lines[0] ?? '';
};

test('machines read one JSON object a line', () => {
  expect(JSON.parse(logged('json', { node: 'w-1', error: new Error('gone') }))).toMatchObject({
    level: 'INFO',
    message: 'step done',
    node: 'w-1',
    error: { name: 'Error', message: 'gone' },
  });
});

test('people read who, what and the fields that matter', () => {
  const line = logged('pretty', {
    workflowId: 'slipway/demo/w-1',
    activityType: 'pullImages',
    runId: 'r',
    node: 'w-1',
  });
  expect(line).toMatch(/^\d{4}-\d\d-\d\dT\S+ INFO slipway\/demo\/w-1 pullImages: step done node="w-1"\n$/);
});

test.each(['json', 'pretty'] as const)('a bootstrap token does not reach a %s log', (format) => {
  const line = logged(
    format,
    { line: 'kubeadm join --token abcdef.0123456789abcdef' },
    'token abcdef.0123456789abcdef',
  );
  expect(line).not.toContain('0123456789abcdef');
});
