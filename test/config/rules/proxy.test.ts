import { proxyAddress } from '../../../src/config/rules/proxy';
import { describeRule } from './describe-rule';

const http = 'http://proxy.example.com:3128';

describeRule('proxyAddress', proxyAddress, {
  good: {
    'no proxy': {},
    'a proxy for http': { proxy: { http } },
    'a proxy for https': { proxy: { https: http } },
  },
  bad: {
    'a list of what needs no proxy, and none': [
      { proxy: { noProxy: ['.example.com'] } },
      'spec.proxy: the proxy has no address',
    ],
  },
});
