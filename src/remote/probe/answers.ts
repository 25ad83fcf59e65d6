import { decodeField, type Answer } from '../protocol';

/** The facts of one probe by key; a key may have been told several times. */
export class ProbeAnswers {
  private readonly byKey = new Map<string, string[]>();

  constructor(answers: readonly Answer[]) {
    for (const { word, fields } of answers) {
      if (word !== 'fact' || fields[0] === undefined) continue;
      const texts = this.byKey.get(fields[0]) ?? [];
      texts.push(decodeField(fields[1]).trim());
      this.byKey.set(fields[0], texts);
    }
  }

  has(key: string): boolean {
    return this.byKey.has(key);
  }

  /** Empty when the node did not tell. */
  text(key: string): string {
    return this.byKey.get(key)?.[0] ?? '';
  }

  /** Undefined when the node told nothing, or an empty text. */
  optional(key: string): string | undefined {
    return this.text(key) || undefined;
  }

  lines(key: string): string[] {
    return this.text(key)
      .split('\n')
      .filter((line) => line.trim() !== '');
  }

  /** Every text told under the key. */
  all(key: string): string[] {
    return this.byKey.get(key) ?? [];
  }
}
