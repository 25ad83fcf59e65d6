import type { z } from 'zod';
import type { Finding, Path } from './problem';
import { type JsonSchema, knownKeys, matchesPattern } from '../schema-keys';
import { didYouMean } from './suggest';
import { valueAt } from '../value-at';

type Issue = z.core.$ZodIssue;

/** What is wrong with the shape of the file, one finding a place. `value` is what was parsed. */
export function describeIssues(issues: readonly Issue[], value: unknown, schema: JsonSchema): Finding[] {
  const findings = issues.flatMap(openUnion).flatMap((issue) => describeIssue(issue, value, schema));
  return findings.filter((finding, index) => findings.findIndex((other) => isSamePlace(other, finding)) === index);
}

function isSamePlace(a: Finding, b: Finding): boolean {
  return a.path.length === b.path.length && a.path.every((part, index) => part === b.path[index]);
}

const pathOf = (issue: Issue): Path => issue.path.map((part) => (typeof part === 'number' ? part : String(part)));

/** A union's own message is vague; where one alternative was clearly meant, its issues are the better answer. */
function openUnion(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const meant = issue.errors
    .filter((errors) => !errors.some((error) => error.path.length === 0 && error.code === 'invalid_type'))
    .filter((errors) => !errors.some((error) => error.path.length === 0 && error.code === 'invalid_value'))
    .toSorted((a, b) => a.length - b.length);
  const [best, next] = meant;
  if (best === undefined || best.length === next?.length) return [issue];
  return best.map((error) => ({ ...error, path: [...issue.path, ...error.path] })).flatMap(openUnion);
}

function describeIssue(issue: Issue, value: unknown, schema: JsonSchema): Finding[] {
  const path = pathOf(issue);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => describeUnknownKey(path, key, schema));
  if (issue.code === 'invalid_key') {
    return [
      { path, message: 'the key is not accepted', accepted: issue.issues[0]?.message ?? 'another key', atKey: true },
    ];
  }
  const given = valueAt(value, path);
  const accepted = describeAccepted(issue);
  if (given === undefined) return [{ path, message: 'a value is required here', accepted }];
  return [{ path, message: 'the value is not accepted', accepted, ...suggest(issue, given, schema) }];
}

function describeUnknownKey(path: Path, key: string, schema: JsonSchema): Finding {
  const keys = knownKeys(schema, path);
  return {
    path: [...path, key],
    message: `the key ${JSON.stringify(key)} is not known here`,
    accepted: `the keys ${keys.join(', ')}`,
    ...didYouMean(key, keys),
    atKey: true,
  };
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  boolean: 'true or false',
  string: 'text',
};

/** Most schemas carry their own words; zod's own are only met where a bare type is enough. */
function describeAccepted(issue: Issue): string {
  if (issue.code === 'invalid_value') return listValues(issue.values);
  if (issue.code === 'invalid_type') {
    return issue.message.startsWith('Invalid input') ? (TYPES[issue.expected] ?? issue.expected) : issue.message;
  }
  if (issue.code === 'invalid_union' && issue.message === 'Invalid input')
    return 'a YAML value: text, number, true, false, list or mapping';
  return issue.message;
}

function listValues(values: readonly unknown[]): string {
  return values.length > 1 ? `one of ${values.join(', ')}` : String(values[0]);
}

/** A value of a closed list that is near, or the same value as it would be accepted. */
function suggest(issue: Issue, given: unknown, schema: JsonSchema): { suggestion?: string } {
  if (issue.code === 'invalid_value')
    return typeof given === 'string' ? didYouMean(given, issue.values.map(String)) : {};
  const isAccepted = (candidate: string) => matchesPattern(schema, pathOf(issue), candidate);
  if (typeof given === 'number' || typeof given === 'boolean') {
    return isAccepted(String(given)) ? { suggestion: `write it in quotes: "${given}"` } : {};
  }
  if (typeof given !== 'string') return {};
  const near = [given.trim(), given.toLowerCase(), given.replace(/^(?=\d)/, 'v'), given.replace(/^v/, '')].find(
    (candidate) => candidate !== given && isAccepted(candidate),
  );
  return near === undefined ? {} : { suggestion: `did you mean "${near}"?` };
}
