import { aptInstall } from './aptInstall.ts';
import { type Part, ProvisionError } from './part.ts';
import { runCommand } from './runCommand.ts';

const remedy =
  'install a JDK 17 and Maven (Debian: apt-get install openjdk-17-jdk-headless maven).';

/** JDK 17 or later and Maven, to build and test the plugin's Kotlin. */
export const javaTools: Part = {
  name: 'jdk and maven',
  describe: 'JDK 17 or later and Maven, from Debian',
  skips: 'the Kotlin of the JetBrains plugin',

  async locate() {
    const command = 'command -v javac >/dev/null && command -v mvn';
    const found = await runCommand('sh', ['-c', command], { remedy }).catch(() => '');
    return found.startsWith('/') ? found : undefined;
  },

  async provision(report) {
    const found = await this.locate();
    if (found !== undefined) return found;
    const packages = ['openjdk-17-jdk-headless', 'maven'];
    await aptInstall(packages, { problem: 'Maven is not installed.', remedy, report });
    const installed = await this.locate();
    if (installed !== undefined) return installed;
    throw new ProvisionError('Maven was installed but is not on the PATH.', remedy);
  },
};
