/** Takes one line of progress for a person to read; never ends in a newline. */
export type Report = (line: string) => void;

/**
 * A real thing that some tests run against: a server, a model, a browser.
 *
 * Parts are big and slow to get, so they live in the cache folder outside the work tree, are
 * pinned to one version, and are fetched only when a person or the CI asks for it. A test never
 * provisions: it calls `locate` and is left out, by name, where that finds nothing.
 */
export interface Part {
  /** What a person types to ask for this part; unique among all parts. */
  readonly name: string;

  /** One line for a person: what it is, how big, how long it takes to get. */
  readonly describe: string;

  /** What is not tested on a machine without it, as the end of "without it: …". */
  readonly skips: string;

  /**
   * Looks for the part without fetching, building or changing anything.
   *
   * @returns its absolute path when it is there and complete, otherwise undefined. A part that
   * is half made is never found. Does not reject because a part is missing.
   */
  locate(): Promise<string | undefined>;

  /**
   * Gets the part, and the parts it needs, unless it is there already.
   *
   * Safe to call any number of times and from several processes at once: the work is done once,
   * the others wait for it. Reports at least every quarter of a minute while it works.
   *
   * @returns the absolute path that `locate` finds from now on.
   * @throws {ProvisionError} when this machine cannot have the part, saying what to do about it.
   * Nothing half made is left where `locate` would find it.
   */
  provision(report: Report): Promise<string>;
}

/** A part cannot be had; the message ends in what a person can do about it. */
export class ProvisionError extends Error {
  override readonly name = 'ProvisionError';

  /** What a person can do about it, a sentence of its own. */
  readonly remedy: string;

  constructor(problem: string, remedy: string, options?: ErrorOptions) {
    super(`${problem}\nWhat to do: ${remedy}`, options);
    this.remedy = remedy;
  }
}
