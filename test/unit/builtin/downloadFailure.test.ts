import { downloadFailure } from '@condenser/sidecar/builtin/download/download.ts';
import { ChecksumError } from '@condenser/sidecar/builtin/download/pipArchive.ts';
import { ProgramMissingError } from '@condenser/sidecar/programs/findProgram.ts';
import { ProgramFailedError } from '@condenser/sidecar/programs/runProgram.ts';
import { expect, it } from 'vitest';

const facts = { what: 'the engine', program: 'npm', folder: '/cache' };
const said = (...lines: string[]) => new ProgramFailedError('npm ci', '1', lines.join('\n'));
const system = (code: string, message: string) => Object.assign(new Error(message), { code });

/** What the programs really say, shortened. */
const failures: readonly [string, Error, string, string][] = [
  [
    'pip on a full disk, in a traceback',
    said(
      'ERROR: Exception:',
      '  File "download.py", line 148',
      'OSError: [Errno 28] No space left on device',
    ),
    'diskFull',
    'OSError: [Errno 28] No space left on device',
  ],
  [
    'npm on a full disk, in a warning',
    said('npm warn tar TAR_ENTRY_ERROR ENOSPC: no space left on device, write'),
    'diskFull',
    'npm warn tar TAR_ENTRY_ERROR ENOSPC: no space left on device, write',
  ],
  ['our own copying on a full disk', system('ENOSPC', 'no space'), 'diskFull', 'no space'],
  [
    'npm with another archive',
    said('npm error code EINTEGRITY', 'npm error sha512-a'),
    'wrongChecksum',
    'code EINTEGRITY · sha512-a',
  ],
  [
    'pip with another archive',
    said('ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.'),
    'wrongChecksum',
    'THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.',
  ],
  [
    'another file',
    new ChecksumError('it has a, expected b'),
    'wrongChecksum',
    'it has a, expected b',
  ],
  [
    'a program that is not there',
    new ProgramMissingError('npm'),
    'programMissing',
    "'npm' is not installed",
  ],
  [
    'npm without a network',
    said('npm error code ENOTFOUND', 'npm error A complete log of this run can be found in: x.log'),
    'failed',
    'code ENOTFOUND',
  ],
  [
    'a program that marks no line',
    said('one', 'two', '', 'three', 'four'),
    'failed',
    'two · three · four',
  ],
];

it.each(failures)('recognizes %s', (_, error, problem, reason) => {
  const failure = downloadFailure(error, facts);
  expect(failure.facts).toEqual({ ...facts, problem, reason });
  expect(failure.cause).toBe(error);
});
