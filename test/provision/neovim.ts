import { aptInstall } from './aptInstall.ts';
import { type Part, ProvisionError } from './part.ts';
import { runCommand } from './runCommand.ts';

const remedy =
  'install Neovim 0.7 or later and put it on the PATH (Debian: apt-get install neovim).';

/** The editor Neovim, whose LSP client talks to the sidecar. Debian has 0.7.2. */
export const neovim: Part = {
  name: 'neovim',
  describe: 'the editor Neovim, from Debian (downloads 6 MB)',
  skips: 'the example client for Neovim',

  async locate() {
    const found = await runCommand('sh', ['-c', 'command -v nvim'], { remedy }).catch(() => '');
    // For a builtin or an alias, `command -v` prints a name instead of a path.
    return found.startsWith('/') ? found : undefined;
  },

  async provision(report) {
    const found = await this.locate();
    if (found !== undefined) return found;
    await aptInstall(['neovim'], { problem: "There is no program 'nvim'.", remedy, report });
    const installed = await this.locate();
    if (installed !== undefined) return installed;
    throw new ProvisionError(
      "Debian's package neovim is installed without a program 'nvim'.",
      remedy,
    );
  },
};
