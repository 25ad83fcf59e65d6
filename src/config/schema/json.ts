import { z } from 'zod';

/** One instance, so that the JSON Schema defines it once. */
const json = z.json();

/** Free-form settings in the words of the component that reads them; guarded by rules of their own (see rules/). */
export const rawObject = () => z.record(z.string(), json, { error: 'a mapping' }).prefault({});
