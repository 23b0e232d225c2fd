/** Receives a line of progress, without a line ending. */
export type Report = (line: string) => void;

/**
 * A real program or file that some tests run against: a server, a model, a browser.
 *
 * Parts are large and slow to get, so they are kept in the cache folder outside of the work tree, pinned
 * to one version, and downloaded only on request (`npm test -- --all`). A test never provisions: it
 * calls `locate`, and is skipped by name if the part is missing.
 */
export interface Part {
  /** The unique name of this part on the command line. */
  readonly name: string;

  /** One line with its contents, its size, and the time to get it. */
  readonly describe: string;

  /** The subject that is not tested without it, as the end of "without it: …". */
  readonly skips: string;

  /**
   * Finds the part without downloading, building or changing anything.
   *
   * @returns its absolute path; undefined if it is missing or incomplete.
   */
  locate(): Promise<string | undefined>;

  /**
   * Gets the part and the parts it needs, unless they exist already.
   *
   * Safe to call repeatedly and from several processes: one does the work, and the others wait. Reports
   * at least every 15 seconds.
   *
   * @returns the absolute path that `locate` returns from now on.
   * @throws {ProvisionError} with a remedy if this machine cannot have the part. `locate` never finds an
   * incomplete part.
   */
  provision(report: Report): Promise<string>;
}

/** A part is not available. The message ends with the remedy. */
export class ProvisionError extends Error {
  override readonly name = 'ProvisionError';

  /** A sentence that tells the user what to do. */
  readonly remedy: string;

  constructor(problem: string, remedy: string, options?: ErrorOptions) {
    super(`${problem}\nWhat to do: ${remedy}`, options);
    this.remedy = remedy;
  }
}
