import { MarkedOutput } from '../../src/ssh/marked-output';

describe('marked output', () => {
  test('keeps what precedes the mark apart, wherever chunks end', () => {
    const bytes = Buffer.from('welcome é\nMARK\né out MARK\n');
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const chunks: string[] = [];
      const output = new MarkedOutput('MARK', (chunk) => chunks.push(chunk));
      output.push(bytes.subarray(0, cut));
      output.push(bytes.subarray(cut));
      expect([output.preamble, output.finish(), chunks.join('')]).toEqual([
        'welcome é\n',
        'é out MARK\n',
        'é out MARK\n',
      ]);
      expect(output.isOpen).toBe(true);
    }
  });

  test('keeps only the end of a preamble without end', () => {
    const output = new MarkedOutput('MARK');
    for (let index = 0; index < 100; index += 1) output.push(Buffer.alloc(10_000, 'x'));
    expect(output.preamble.length).toBeLessThanOrEqual(64 * 1024);
    output.push(Buffer.from('MARK\nout'));
    expect([output.isOpen, output.finish()]).toEqual([true, 'out']);
  });
});
