import { aliyun } from './presets/aliyun';
import type { Preset } from './presets/preset';
import { upstream } from './presets/upstream';
import type { PRESET_NAMES } from './schema';
import { isMapping } from './value-at';

/** Presets by the name that a cluster file gives. */
export const PRESETS: Readonly<Record<(typeof PRESET_NAMES)[number], Preset>> = { upstream, aliyun };

/** The file with what its preset gives where it says nothing itself; a file of no known preset as it is. */
export function applyPreset(file: unknown): unknown {
  if (!isMapping(file) || !isMapping(file['spec'])) return file;
  const name = file['spec']['preset'];
  const preset = Object.entries(PRESETS).find(([each]) => each === name)?.[1];
  return preset === undefined ? file : { ...file, spec: fillIn(preset.spec, file['spec']) };
}

function fillIn(preset: Readonly<Record<string, unknown>>, given: Record<string, unknown>): Record<string, unknown> {
  const filled = Object.entries(preset).map(([key, value]) => {
    const own = given[key];
    if (own === undefined) return [key, value];
    return [key, isMapping(value) && isMapping(own) ? fillIn(value, own) : own];
  });
  return { ...given, ...Object.fromEntries(filled) };
}
