import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type Part, ProvisionError } from './part.ts';

/** The program `script` of util-linux, which runs another program in a pseudo-terminal. */
export const pseudoTerminal: Part = {
  name: 'pseudo-terminal',
  describe: "the program 'script' of util-linux (part of every Linux)",
  skips: 'the chat at a real terminal',
  async locate() {
    if (process.platform !== 'linux') return undefined;
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      const candidate = join(folder, 'script');
      const found = await access(candidate, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (found) return candidate;
    }
    return undefined;
  },
  async provision() {
    const found = await this.locate();
    if (found !== undefined) return found;
    throw new ProvisionError(
      "There is no program 'script' here.",
      'install util-linux (Debian: bsdutils).',
    );
  },
};
