/**
 * The base of every error that a person may see. `kind` names it for programs, `facts` hold what
 * the wording needs, `code` is its code on the wire. The message is English, for logs; people
 * read the wording room's sentence for the same kind.
 */
export abstract class CondenserError<Facts extends object = object> extends Error {
  abstract override readonly name: string;
  abstract readonly kind: string;
  abstract readonly code: number;
  readonly facts: Facts;

  constructor(message: string, facts: Facts, options?: { cause?: unknown }) {
    super(message, options);
    this.facts = facts;
  }
}
