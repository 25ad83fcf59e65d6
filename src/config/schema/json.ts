import { z } from 'zod';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Free-form settings in the words of the component that reads them; guarded by a rule of their own (see rules/). */
export const rawObject = () => z.record(z.string(), z.json(), { error: 'a mapping' }).prefault({});
