import { podImages } from '../../src/catalog/pod-images';

const object = (kind: string, spec: object) => ({ apiVersion: 'v1', kind, metadata: { name: 'x' }, spec });
const pod = (...images: string[]) => ({
  initContainers: images.slice(0, 1).map((image) => ({ image })),
  containers: images.slice(1).map((image) => ({ image })),
});

describe('podImages', () => {
  it('finds the images of pods, of what makes pods, and of what makes them by the clock, each once', () => {
    const objects = [
      object('DaemonSet', { template: { spec: pod('init:1', 'main:1') } }),
      object('Pod', pod('init:1', 'pod:1')),
      object('CronJob', { jobTemplate: { spec: { template: { spec: pod('init:1', 'job:1') } } } }),
    ];
    expect(podImages(objects)).toEqual(['init:1', 'main:1', 'pod:1', 'job:1']);
  });

  it('takes nothing else for an image', () => {
    const schema = { versions: [{ schema: { properties: { image: { type: 'string' } } } }] };
    expect(podImages([object('CustomResourceDefinition', schema), { ...object('Namespace', {}) }])).toEqual([]);
    expect(podImages([{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'x' } }])).toEqual([]);
  });
});
