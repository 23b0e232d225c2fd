import { aptInstall } from './aptInstall.ts';
import { type Part, ProvisionError } from './part.ts';
import { runCommand } from './runCommand.ts';

const remedy =
  'install Chromium and a font with Chinese characters (Debian: apt-get install chromium fonts-noto-cjk).';
const packages = ['chromium', 'fonts-noto-cjk', 'fontconfig'];

/** The browser for the tests of the page, and a Chinese font, from Debian. */
export const chromium: Part = {
  name: 'chromium',
  describe: 'Chromium and a Chinese font, from Debian (downloads about 160 MB)',
  skips: 'the chat page in a browser',

  async locate() {
    const found = await runCommand('sh', ['-c', 'command -v chromium'], { remedy }).catch(() => '');
    if (!found.startsWith('/')) return undefined;
    const fonts = await runCommand('fc-list', [':lang=zh-cn', 'family'], { remedy }).catch(
      () => '',
    );
    return fonts === '' ? undefined : found;
  },

  async provision(report) {
    const found = await this.locate();
    if (found !== undefined) return found;
    await aptInstall(packages, { problem: "There is no program 'chromium'.", remedy, report });
    const installed = await this.locate();
    if (installed !== undefined) return installed;
    throw new ProvisionError('Chromium is installed without a program or a Chinese font.', remedy);
  },
};
