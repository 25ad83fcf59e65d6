import { readObjects } from '../../src/activities/kubernetes-objects';

const HEAD = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n';
const dataOf = (text: string): unknown => readObjects(`${HEAD}data:\n${text}`)[0]?.['data'];

describe('readObjects', () => {
  it('reads every document and leaves out empty ones', () => {
    expect(readObjects(`# first\n---\n${HEAD}---\n---\n${HEAD}`)).toHaveLength(2);
  });

  it('takes lists apart', () => {
    const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: readObjects(HEAD) });
    expect(readObjects(text)).toEqual(readObjects(HEAD));
  });

  it.each([
    ['  mode: 0644', { mode: 420 }],
    ['  port: 22:22', { port: '22:22' }],
    ['  day: 2024-06-10', { day: '2024-06-10' }],
    ['  flag: yes', { flag: true }],
    ['  text: "yes"', { text: 'yes' }],
  ])('reads `%s` as Kubernetes does', (text, expected) => {
    expect(dataOf(text)).toEqual(expected);
  });

  it('says where the text is no YAML', () => {
    expect(() => readObjects('a: [1\nb: 2\n')).toThrow(/line \d+/);
  });

  it('refuses what is no object of Kubernetes', () => {
    expect(() => readObjects('<html></html>')).toThrow('no Kubernetes object');
    expect(() => readObjects('a: 1\n')).toThrow('no Kubernetes object');
  });
});
