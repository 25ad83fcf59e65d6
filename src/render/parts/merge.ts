/** A value of a raw override: what JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Lists of `{name, value}` in kubeadm's v1beta4: an override replaces the items whose name it uses and adds the rest. */
const NAMED_LISTS = new Set(['extraArgs', 'kubeletExtraArgs', 'extraEnvs']);

/**
 * `base` with `override` merged in, as a JSON merge patch (RFC 7396): mappings merge key by key, null removes the key,
 * anything else replaces what was there. Lists of named arguments merge by name.
 */
export function mergeOverride(base: JsonObject, override: JsonObject): JsonObject {
  const keys = [...new Set([...Object.keys(base), ...Object.keys(override)])];
  const entries = keys.flatMap((key): [string, Json][] => {
    const before = Object.hasOwn(base, key) ? base[key] : undefined;
    const after = Object.hasOwn(override, key) ? override[key] : undefined;
    const merged = after === undefined ? before : mergeValue(key, before, after);
    return merged === undefined || merged === null ? [] : [[key, merged]];
  });
  return Object.fromEntries(entries);
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mergeValue(key: string, before: Json | undefined, after: Json): Json {
  if (isJsonObject(after)) return mergeOverride(isJsonObject(before) ? before : {}, after);
  if (NAMED_LISTS.has(key) && Array.isArray(before) && Array.isArray(after)) return mergeNamed(before, after);
  return after;
}

function mergeNamed(before: readonly Json[], after: readonly Json[]): Json[] {
  const names = new Set(after.map(nameOf));
  return [...before.filter((item) => !names.has(nameOf(item))), ...after];
}

function nameOf(item: Json): Json | undefined {
  return isJsonObject(item) ? item['name'] : undefined;
}
