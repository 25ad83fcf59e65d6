import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inTemporaryDirectory, writeArchive } from '../../../lab/artifacts/archive';
import { hashFile } from '../../../lab/artifacts/checksum';
import { run } from '../../../lab/command';

test('the same files make the same bytes, whatever their age, under the paths that are asked for', async () => {
  await inTemporaryDirectory(async (directory) => {
    const sums: string[] = [];
    for (const name of ['one', 'two']) {
      await mkdir(join(directory, name), { mode: 0o700 });
      await writeFile(join(directory, name, 'tool'), 'tool');
      await chmod(join(directory, name, 'tool'), 0o755);
      await run(['touch', '-d', name === 'one' ? '2020-01-01' : '2024-01-01', join(directory, name, 'tool')]);
      const archive = join(directory, `${name}.tgz`);
      await writeArchive(archive, [{ from: join(directory, name), as: '.' }]);
      sums.push(await hashFile(archive));
    }
    expect(sums[0]).toBe(sums[1]);
    const listing = await run(['tar', '-tvzf', join(directory, 'one.tgz')]);
    expect(listing).toMatch(/^drwxr-xr-x 0\/0 .* \.\/\n-rwxr-xr-x 0\/0 .* \.\/tool\n$/);
  });
});
