/** Says what is being done and how long it takes. */
export interface Progress {
  /** Runs `work`, and says when it begins, every 15 s while it goes on, and when it ends. `note` replaces the tail of those lines. */
  step<Value>(title: string, work: (note: (text: string) => void) => Promise<Value>): Promise<Value>;
  say(text: string): void;
}

const STILL_RUNNING_MS = 15_000;
/** A step that takes less is told in one line, when it has ended. */
const WORTH_ANNOUNCING_MS = 1_000;

const seconds = (ms: number) => (ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : formatLong(ms));
const formatLong = (ms: number) =>
  ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;

/** Writes plain lines; `write` gets each without its line break. */
export function lineProgress(write: (line: string) => void = (line) => process.stderr.write(`${line}\n`)): Progress {
  return {
    say: write,
    async step(title, work) {
      const startMs = Date.now();
      let tail = '';
      const elapsed = () => seconds(Date.now() - startMs);
      const announce = setTimeout(() => write(`  … ${title}`), WORTH_ANNOUNCING_MS);
      const repeat = setInterval(() => write(`  … ${title}, ${elapsed()}${tail}`), STILL_RUNNING_MS);
      try {
        const value = await work((text) => (tail = `: ${text}`));
        write(`  ✓ ${title} (${elapsed()})`);
        return value;
      } catch (error) {
        write(`  ✗ ${title} (${elapsed()})`);
        throw error;
      } finally {
        clearTimeout(announce);
        clearInterval(repeat);
      }
    },
  };
}

/** Says nothing. */
export const silentProgress: Progress = {
  say: () => undefined,
  step: (_title, work) => work(() => undefined),
};
