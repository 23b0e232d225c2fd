import { CondenserError, type DownloadFailure, hasCode, isError, messageOf } from '../../errors.ts';
import { ProgramMissingError } from '../../programs/findProgram.ts';
import { ProgramFailedError } from '../../programs/runProgram.ts';
import { ChecksumError } from './checksum.ts';

const TELLING_LINES = 3;

const DISK_FULL =
  /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded|not enough space on the disk/i;

/**
 * What a failed download means for a person. npm and pip say why they failed in text alone; these
 * are their words, and the system's own for a full disk.
 */
export function downloadFailure(
  error: unknown,
  facts: Pick<DownloadFailure, 'what' | 'program' | 'folder'>,
): CondenserError<'downloadFailed'> {
  if (isError(error, 'downloadFailed')) return error;
  const output = error instanceof ProgramFailedError ? error.output : '';
  const problem = problemOf(error, output);
  const reason = output === '' ? messageOf(error) : tellingLines(output);
  return new CondenserError('downloadFailed', { ...facts, problem, reason }, { cause: error });
}

function problemOf(error: unknown, output: string): DownloadFailure['problem'] {
  if (error instanceof ProgramMissingError) return 'programMissing';
  if (hasCode(error, 'ENOSPC', 'EDQUOT') || DISK_FULL.test(output)) return 'diskFull';
  if (error instanceof ChecksumError) return 'wrongChecksum';
  if (/EINTEGRITY|DO NOT MATCH THE HASHES/i.test(output)) return 'wrongChecksum';
  return 'failed';
}

/**
 * The line about the disk, else the lines that npm and pip mark as errors, else the last ones.
 */
function tellingLines(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const aboutDisk = lines.find((line) => DISK_FULL.test(line));
  if (aboutDisk !== undefined) return aboutDisk.trim();
  const marked = lines.filter((line) => /^(npm (error|ERR!)|ERROR:)/.test(line));
  const telling = marked.filter((line) => !/complete log of this run/i.test(line));
  return (telling.length > 0 ? telling.slice(0, TELLING_LINES) : lines.slice(-TELLING_LINES))
    .map((line) => line.replace(/^(npm (error|ERR!)|ERROR:)\s*/, '').trim())
    .filter((line) => line !== '')
    .join(' · ');
}
