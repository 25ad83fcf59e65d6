import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One thing that happened to an attempt of an activity. */
export interface Note {
  readonly atMs: number;
  readonly pid: number;
  readonly what: 'started' | 'ended' | 'failed' | 'killed' | 'frozen' | 'held';
  readonly activity: string;
  /** Node that the activity is about, or `cluster`. */
  readonly subject: string;
  readonly workflowId: string;
  readonly activityId: string;
  readonly attempt: number;
  /** Type of the failure. */
  readonly failure?: string;
}

/** What all workers of a case have done, kept in a directory so that a killed one leaves its notes. */
export class Notebook {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(join(directory, 'points'), { recursive: true, mode: 0o700 });
  }

  write(note: Note): void {
    appendFileSync(this.#file, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  }

  read(): Note[] {
    if (!existsSync(this.#file)) return [];
    const lines = readFileSync(this.#file, 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Note);
  }

  /** True for the first that asks, of all processes; a point is used up once. */
  takePoint(point: string): boolean {
    try {
      writeFileSync(join(this.#directory, 'points', point.replaceAll(/[^\w.@-]/g, '_')), '', { flag: 'wx' });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }

  /** Lets every activity go on that is held, and every later one; or those of this name alone. */
  release(activity?: string): void {
    writeFileSync(this.#released(activity), '');
  }

  isReleased(activity: string): boolean {
    return existsSync(this.#released()) || existsSync(this.#released(activity));
  }

  #released(activity?: string): string {
    return join(this.#directory, activity === undefined ? 'released' : `released-${activity}`);
  }

  get #file(): string {
    return join(this.#directory, 'notes.jsonl');
  }
}
