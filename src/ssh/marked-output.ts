import { StringDecoder } from 'node:string_decoder';

/** More than any login message; beyond it only the end is kept. */
const maxPreamble = 64 * 1024;

/** One output of a root shell: what comes before the mark is kept apart, what comes after is the script's. */
export class MarkedOutput {
  readonly #mark: string;
  readonly #onChunk: (chunk: string) => void;
  readonly #decoder = new StringDecoder('utf8');
  readonly #chunks: string[] = [];
  #preamble = Buffer.alloc(0);
  #isOpen = false;

  constructor(mark: string, onChunk: (chunk: string) => void = () => {}) {
    this.#mark = `${mark}\n`;
    this.#onChunk = onChunk;
  }

  /** Whether the mark has been seen. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  get preamble(): string {
    return this.#preamble.toString('utf8');
  }

  push(chunk: Buffer): void {
    if (this.#isOpen) return this.#emit(this.#decoder.write(chunk));
    this.#preamble = Buffer.concat([this.#preamble, chunk]);
    const at = this.#preamble.indexOf(this.#mark);
    if (at === -1) {
      this.#preamble = this.#preamble.subarray(-maxPreamble);
      return;
    }
    const rest = this.#preamble.subarray(at + this.#mark.length);
    this.#preamble = this.#preamble.subarray(0, at);
    this.#isOpen = true;
    this.#emit(this.#decoder.write(rest));
  }

  /** The script's whole output, once the stream has ended. */
  finish(): string {
    this.#emit(this.#decoder.end());
    return this.#chunks.join('');
  }

  #emit(text: string): void {
    if (text === '') return;
    this.#chunks.push(text);
    this.#onChunk(text);
  }
}
