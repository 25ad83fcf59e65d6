import type { OsFamily } from './kind';
import { rhel } from './rhel';

/** openEuler: rhel with versions of its own. */
export const openeuler: OsFamily = { ...rhel, ids: ['openEuler', 'openeuler'], majors: { from: 20 } };
