import type { Resource } from '../resources/resource';
import { raw, sh, shLines, type ShellText } from '../ssh/shell';
import { defineChecks, defineFunction, nameFunction } from './check-script';
import { APPLY_EXIT } from './exit-codes';
import { kindOf } from './kinds';

/** Artifacts and images that are fetched at the same time on one node. */
const PARALLEL_APPLIES = 4;

const applyLibrary = sh`
# apply_one INDEX SUBJECT: does nothing where nothing is pending
apply_one() {
  look_at "$1"
  [ "$state" = 1 ] || return 0
  say "$2: $reason"
  carry_out "apply_$1" "$2"
}

# carry_out FUNCTION SUBJECT: never call it, or what calls it, in a condition, where \`set -e\` has no effect
carry_out() {
  (
    set -e
    "$1"
  ) </dev/null >&2
  code=$?
  [ "$code" -ne 0 ] || return 0
  say "error: $2: its apply ended with exit code $code"
  if [ "$code" -ge ${APPLY_EXIT.artifactMismatch} ] && [ "$code" -le ${APPLY_EXIT.applyFailed} ]; then return "$code"; fi
  return ${APPLY_EXIT.applyFailed}
}

# apply_together FUNCTION SUBJECT INDEX...: one command for all of them when one is pending
apply_together() {
  together=$1 subject=$2 pending=''
  shift 2
  for index; do
    look_at "$index"
    [ "$state" != 1 ] || pending="$pending $index"
  done
  [ -n "$pending" ] || return 0
  say "$subject"
  carry_out "$together" "$subject"
}

# begin INDEX SUBJECT: applies beside others, a few at a time; end_all waits and gives the first failure
waiting='' width=0 first_failure=0
begin() {
  [ "$width" -lt ${PARALLEL_APPLIES} ] || end_one
  apply_one "$1" "$2" &
  waiting="$waiting $!"
  width=$((width + 1))
}
end_one() {
  set -- $waiting
  code=0
  wait "$1" || code=$?
  [ "$first_failure" -ne 0 ] || first_failure=$code
  shift
  waiting=$*
  width=$((width - 1))
}
end_all() {
  while [ "$width" -gt 0 ]; do end_one; done
  return "$first_failure"
}
`;

const stopAtFailure = sh`code=$?; [ "$code" -eq 0 ] || return "$code"`;

/** Neighbours that may be applied in one go; everything else stands alone. */
function groupNeighbours(resources: readonly Resource[]): number[][] {
  const groups: number[][] = [];
  resources.forEach((resource, index) => {
    const { neighbours, applyTogether } = kindOf(resource);
    const last = groups.at(-1);
    const isLikeLast = last !== undefined && resources[index - 1]?.kind === resource.kind;
    if (isLikeLast && (neighbours || applyTogether)) last.push(index);
    else groups.push([index]);
  });
  return groups;
}

function drive(resources: readonly Resource[], group: readonly number[]): ShellText[] {
  const members = group.flatMap((index) => {
    const resource = resources[index];
    return resource === undefined ? [] : [{ index, resource, subject: kindOf(resource).subject(resource) }];
  });
  const [head] = members;
  if (head === undefined) return [];
  const { applyTogether } = kindOf(head.resource);
  if (members.length === 1) return [sh`apply_one ${head.index} ${head.subject}`];
  if (applyTogether === undefined) {
    return [...members.map(({ index, subject }) => sh`begin ${index} ${subject}`), sh`end_all`];
  }
  const name = nameFunction('together', head.index);
  const subjects = members.map(({ subject }) => subject).join(', ');
  return [
    defineFunction(name, applyTogether(members.map(({ resource }) => resource))),
    sh`apply_together ${raw(name)} ${subjects} ${group}`,
  ];
}

/**
 * Defines `apply_all`: applies, in order, what is pending when its turn comes, and stops at the first failure with one
 * of `APPLY_EXIT`. Output is for people and goes to stderr. Includes the checks.
 */
export function defineApply(resources: readonly Resource[]): ShellText {
  return shLines([
    defineChecks(resources),
    applyLibrary,
    ...resources.map((resource, index) =>
      defineFunction(nameFunction('apply', index), kindOf(resource).apply(resource)),
    ),
    defineFunction(
      'apply_all' as ShellText,
      shLines([
        sh`survey`,
        ...groupNeighbours(resources).flatMap((group) => [...drive(resources, group), stopAtFailure]),
      ]),
    ),
  ]);
}
