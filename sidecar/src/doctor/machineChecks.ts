import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../errors.ts';
import { freeBytes, nearestExisting } from '../files/diskSpace.ts';
import type { DoctorTexts, FolderName } from '../i18n/doctorTexts.ts';
import { type Finding, finding } from './finding.ts';

const MIN_NODE_VERSION = [20, 18] as const;
const MIN_FREE_BYTES = 1e9;

/** Whether the sidecar supports this version of Node. */
export function checkNode(version: string, texts: DoctorTexts): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const old =
    major < MIN_NODE_VERSION[0] || (major === MIN_NODE_VERSION[0] && minor < MIN_NODE_VERSION[1]);
  const needed = MIN_NODE_VERSION.join('.');
  return old
    ? finding('node', 'problem', 'nodeOld', { version, needed }, texts)
    : finding('node', 'ok', 'node', { version }, texts);
}

/** Whether a folder can be written, or created, by writing to it or to its nearest parent. */
export async function checkFolder(
  name: FolderName,
  path: string,
  texts: DoctorTexts,
): Promise<Finding> {
  const existing = await nearestExisting(path);
  const probe = join(existing, `.condenser-doctor-${process.pid}`);
  try {
    await writeFile(probe, '', { flag: 'wx', mode: 0o600 });
    await rm(probe);
    const code = existing === path ? 'folder' : 'folderMissing';
    return finding(`folder.${name}`, 'ok', code, { name, path }, texts);
  } catch (error) {
    const reason = messageOf(error);
    return finding(`folder.${name}`, 'warning', 'folderReadOnly', { name, path, reason }, texts);
  }
}

/** Whether there is enough space on the disk of a folder. */
export async function checkDisk(path: string, texts: DoctorTexts): Promise<Finding> {
  const free = await freeBytes(await nearestExisting(path));
  const facts = { path, free };
  return free < MIN_FREE_BYTES
    ? finding('disk', 'warning', 'diskLow', facts, texts)
    : finding('disk', 'ok', 'disk', facts, texts);
}
