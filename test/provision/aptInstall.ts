import { ProvisionError, type Report } from './part.ts';
import { runCommand } from './runCommand.ts';

/** How `aptInstall` reports. */
export interface AptOptions {
  /** The message for users who may not install packages. */
  readonly problem: string;
  readonly remedy: string;
  readonly report: Report;
}

/**
 * Installs Debian packages without their recommendations.
 *
 * @throws {ProvisionError} if this process is not root, or the installation fails.
 */
export async function aptInstall(
  packages: readonly string[],
  { problem, remedy, report }: AptOptions,
): Promise<void> {
  if (process.getuid?.() !== 0) throw new ProvisionError(problem, remedy);
  report(`installing ${packages.join(', ')}`);
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, remedy, heartbeat: report };
  await runCommand('apt-get', ['update', '-q'], options);
  const install = ['install', '-y', '-q', '--no-install-recommends', ...packages];
  await runCommand('apt-get', install, options);
}
