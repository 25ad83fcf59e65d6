import { testSeeds } from './test-seeds';

testSeeds(0);
