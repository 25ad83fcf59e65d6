import type { GuideCase } from '../guide-case';
import { guide001 } from './001';
import { guide001OwnKernel } from './001-own-kernel';
import { guide002, guide002CalicoOperator, guide002ExternalEtcd } from './002';
import { guide003 } from './003';
import { guide004 } from './004';

/** Every guide and row, in their order. */
export const guideCases: readonly GuideCase[] = [
  guide001,
  guide001OwnKernel,
  guide002,
  guide002ExternalEtcd,
  guide002CalicoOperator,
  ...guide003,
  guide004,
];
