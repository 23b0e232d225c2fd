import { type Part, ProvisionError } from './part.ts';
import { runCommand } from './runCommand.ts';

const remedy =
  'install a JDK 17 and Maven (Debian: apt-get install openjdk-17-jdk-headless maven).';

/** What builds and tests the plugin's Kotlin: a JDK of 17 or later, and Maven. */
export const javaTools: Part = {
  name: 'jdk and maven',
  describe: 'a JDK of 17 or later and Maven, as Debian packages them',
  skips: 'the Kotlin of the JetBrains plugin',

  async locate() {
    const command = 'command -v javac >/dev/null && command -v mvn';
    const found = await runCommand('sh', ['-c', command], { remedy }).catch(() => '');
    return found.startsWith('/') ? found : undefined;
  },

  async provision(report) {
    const found = await this.locate();
    if (found !== undefined) return found;
    if (process.getuid?.() !== 0) throw new ProvisionError('There is no Maven here.', remedy);
    report('installing a JDK and Maven');
    const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, remedy, heartbeat: report };
    await runCommand('apt-get', ['update', '-q'], options);
    const install = ['install', '-y', '-q', '--no-install-recommends', 'openjdk-17-jdk-headless'];
    await runCommand('apt-get', [...install, 'maven'], options);
    const installed = await this.locate();
    if (installed !== undefined) return installed;
    throw new ProvisionError('Maven was installed, and is not on the PATH.', remedy);
  },
};
