import { testSameOutcome, testSeeds } from './test-seeds';

// Apart from the first half, so that both processors have one.
testSeeds(1);
testSameOutcome();
