import { findSection, putSection } from '../../../lab/bench/section';

const PAGE = '# Figures\n\nHow.\n\n## One\n\n1\n\n## Two\n\n2\n';

test('a section takes the place of the one of its heading', () => {
  expect(putSection(PAGE, '## One\n\nanew')).toBe('# Figures\n\nHow.\n\n## One\n\nanew\n\n## Two\n\n2\n');
});

test('a section of a new heading comes last', () => {
  expect(putSection(PAGE, '## Three\n\n3\n')).toBe(`${PAGE}\n## Three\n\n3\n`);
});

test('a section is found by its whole heading', () => {
  expect(findSection(PAGE, 'One')).toBe('## One\n\n1');
  expect(findSection(PAGE, 'On')).toBeUndefined();
});
