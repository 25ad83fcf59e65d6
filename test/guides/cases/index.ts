import type { GuideCase } from '../guide-case';
import { guide001 } from './001';
import { guide002, guide002ExternalEtcd } from './002';
import { guide003 } from './003';
import { guide004 } from './004';

/** Every guide and row, in their order. */
export const guideCases: readonly GuideCase[] = [guide001, guide002, guide002ExternalEtcd, ...guide003, guide004];
