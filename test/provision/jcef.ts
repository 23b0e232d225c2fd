import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aptInstall } from './aptInstall.ts';
import { buildOnce, cacheFolder, exists } from './cacheFolder.ts';
import { javaTools } from './javaTools.ts';
import { copyArtifact, type MavenArtifact } from './mavenArtifact.ts';
import { type Part, ProvisionError, type Report } from './part.ts';
import { runCommand } from './runCommand.ts';

/** The build of jcefmaven 146.0.10, which plugin/pom.xml compiles against. */
const build = 'jcef-d3de827+cef-146.0.10+g8219561+chromium-146.0.7680.179';
const artifact: MavenArtifact = {
  coordinates: `me.friwi:jcef-natives-linux-amd64:${build}`,
  fileName: `jcef-natives-linux-amd64-${build}.jar`,
  sha256: 'b089370c3bf8f853183ec822817e1b58348d90d1236bb6a26e921f513449dac2',
};
const remedy =
  'install a display and a Java with windows (Debian: apt-get install xvfb xdotool openjdk-17-jre), on 64-bit Linux.';
const packages = [
  ...['xvfb', 'xdotool', 'openjdk-17-jre', 'fonts-dejavu-core'],
  // Libraries that libcef.so needs.
  ...['libnss3', 'libgbm1', 'libasound2', 'libatk-bridge2.0-0', 'libcups2', 'libpango-1.0-0'],
  ...['libxcomposite1', 'libxdamage1', 'libxrandr2', 'libxkbcommon0'],
];

/** The browser component of the IDE for other Java programs, and a virtual display. */
export const jcef: Part = {
  name: 'jcef',
  describe: 'JCEF 146, 360 MB (downloads 148 MB), with Xvfb, xdotool and a Java with AWT',
  skips: 'the plugin in a window, with its page in a real JCEF',

  async locate() {
    const folder = target();
    if (folder === undefined || !(await exists(folder))) return undefined;
    return (await succeeds(windows)) && (await succeeds(linked, folder)) ? folder : undefined;
  },

  async provision(report) {
    const found = await this.locate();
    if (found !== undefined) return found;
    const folder = target();
    if (folder === undefined)
      throw new ProvisionError('JCEF is not pinned for this platform.', remedy);
    await javaTools.provision(report);
    // Without root, a display that is already installed will do.
    const installable = process.getuid?.() === 0;
    if (installable || !(await succeeds(windows))) {
      await aptInstall(packages, { problem: 'There is no display.', remedy, report });
    }
    return buildOnce(folder, (aside) => unpack(aside, report), report);
  },
};

/** Whether there is a virtual display with a keyboard, and Java has AWT. */
const windows =
  'command -v Xvfb && command -v xdotool && ' +
  'ls "$(dirname "$(readlink -f "$(command -v java)")")/../lib/libawt_xawt.so"';

/** Whether libcef.so finds the system libraries that it needs. */
const linked = '! ldd "$0/libcef.so" | grep -q "not found"';

async function succeeds(script: string, folder = ''): Promise<boolean> {
  try {
    await runCommand('sh', ['-c', script, folder], { remedy });
    return true;
  } catch {
    return false;
  }
}

function target(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  return join(cacheFolder(), `jcef-146.0.10-${artifact.sha256.slice(0, 12)}`);
}

async function unpack(folder: string, report: Report): Promise<void> {
  report('downloading JCEF');
  const archive = await copyArtifact(artifact, folder, report);
  report('unpacking JCEF');
  // jcefmaven checks for this file to see that the installation is complete.
  const script = 'jar --extract --file "$1" && tar -xzf *.tar.gz && rm -r *.tar.gz META-INF me';
  await runCommand('sh', ['-c', `cd "$0" && ${script}`, folder, archive], { remedy });
  await rm(archive);
  await writeFile(join(folder, 'install.lock'), '');
  if (!(await readdir(folder)).includes('libcef.so')) {
    throw new ProvisionError(
      'The archive of JCEF does not contain libcef.so.',
      'download it again.',
    );
  }
}
