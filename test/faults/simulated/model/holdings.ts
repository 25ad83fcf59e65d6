import type { Resource } from '../../../../src/resources/resource';

/** What a machine has been brought to: of each thing what was asked for last, and nothing of what was taken away. */
export class Holdings {
  readonly #things: Map<string, string>;

  constructor(things: Iterable<readonly [name: string, resource: string]> = []) {
    this.#things = new Map(things);
  }

  /** By name, as text. */
  list(): readonly (readonly [name: string, resource: string])[] {
    return [...this.#things];
  }

  has(resource: Resource): boolean {
    const known = this.#things.get(nameOf(resource));
    return isAbsence(resource) ? known === undefined : known === JSON.stringify(resource);
  }

  hasUnit(name: string): boolean {
    return this.#things.has(`unit ${name}`);
  }

  bring(resource: Resource): void {
    if (isAbsence(resource)) this.#things.delete(nameOf(resource));
    else this.#things.set(nameOf(resource), JSON.stringify(resource));
  }

  clear(): void {
    this.#things.clear();
  }
}

/** The same for whatever is the same thing on a machine, there or not. */
function nameOf(resource: Resource): string {
  if (resource.kind === 'file' || resource.kind === 'absent') return `path ${resource.path}`;
  if (resource.kind === 'unit') return `unit ${resource.name}`;
  return resource.kind === 'hosts' ? 'hosts' : JSON.stringify(resource);
}

function isAbsence(resource: Resource): boolean {
  if (resource.kind === 'unit') return !resource.enabled && resource.active === false;
  return resource.kind === 'absent' || (resource.kind === 'hosts' && resource.entries.length === 0);
}
