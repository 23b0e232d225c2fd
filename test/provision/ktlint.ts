import { join } from 'node:path';
import { buildOnce, cacheFolder, exists } from './cacheFolder.ts';
import { javaTools } from './javaTools.ts';
import { copyArtifact, type MavenArtifact } from './mavenArtifact.ts';
import type { Part } from './part.ts';

const artifact: MavenArtifact = {
  coordinates: 'com.pinterest.ktlint:ktlint-cli:1.8.0:jar:all',
  fileName: 'ktlint-cli-1.8.0-all.jar',
  sha256: '369ad2b789f95a011f807e1fcb690ccef80bd7cd014fd139e73ae82dcc0baeab',
};

/** The formatter and linter of the plugin's Kotlin, for `npm run check` and `npm run format`. */
export const ktlint: Part = {
  name: 'ktlint',
  describe: 'ktlint 1.8.0, 71 MB',
  skips: 'the format and style of the Kotlin sources',

  async locate() {
    if ((await javaTools.locate()) === undefined) return undefined;
    return (await exists(jar())) ? jar() : undefined;
  },

  async provision(report) {
    await javaTools.provision(report);
    const copy = async (aside: string) => {
      report('downloading ktlint');
      await copyArtifact(artifact, aside, report);
    };
    await buildOnce(target(), copy, report);
    return jar();
  },
};

function target(): string {
  return join(cacheFolder(), `ktlint-1.8.0-${artifact.sha256.slice(0, 12)}`);
}

function jar(): string {
  return join(target(), artifact.fileName);
}
