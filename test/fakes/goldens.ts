import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const GOLDEN_DIRECTORY = join(__dirname, '..', 'golden');

const HOW = 'Read the difference; when it is meant, run the test again with UPDATE_GOLDEN=1 and review the golden.';

/**
 * One test for each variant: its text is, byte for byte, test/golden/<name>/<variant>.<extension>. One more fails when
 * the directory holds a golden that no variant makes.
 */
export function describeGoldens(
  name: string,
  extension: string,
  variants: Readonly<Record<string, () => string>>,
): void {
  const directory = join(GOLDEN_DIRECTORY, name);
  describe(`goldens of ${name}`, () => {
    it.each(Object.entries(variants))('%s is as its golden says', (variant, render) => {
      const file = join(directory, `${variant}.${extension}`);
      const text = render();
      if (process.env['UPDATE_GOLDEN'] === '1') {
        mkdirSync(directory, { recursive: true });
        writeFileSync(file, text);
      }
      if (!existsSync(file)) throw new Error(`${file} does not exist. ${HOW}`);
      expectSame(text, readFileSync(file, 'utf8'));
    });

    it('has a variant for each golden', () => {
      expect(readdirSync(directory).toSorted()).toEqual(
        Object.keys(variants)
          .map((variant) => `${variant}.${extension}`)
          .toSorted(),
      );
    });
  });
}

function expectSame(text: string, golden: string): void {
  try {
    expect(text).toBe(golden);
  } catch (error) {
    if (error instanceof Error) error.message += `\n\n${HOW}`;
    throw error;
  }
}
