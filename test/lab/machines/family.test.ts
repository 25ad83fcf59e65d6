import { existsSync } from 'node:fs';
import { FAMILIES, FAMILY_RECIPES } from '../../../lab/machines/family';
import { sourceFile } from '../../../lab/paths';

test.each(FAMILIES.filter((family) => family !== 'debian'))('%s says of itself that it is a stand-in', (family) => {
  const release = FAMILY_RECIPES[family].finish.find((command) => command.includes('os-release'));
  expect(release).toContain('stand-in of the Slipway lab');
});

test.each(FAMILIES)('what is laid over the machines of %s is among the sources', (family) => {
  const { overlay } = FAMILY_RECIPES[family];
  if (overlay !== undefined) expect(existsSync(sourceFile(overlay))).toBe(true);
  expect(overlay === 'machine-rpm').toBe(FAMILY_RECIPES[family].packageFormat === 'rpm');
});
