import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { schemathesis } from '../../provision/pythonPackages.ts';
import { runToEnd } from '../runToEnd.ts';
import { startFake } from '../starting.ts';
import { serve } from './servedChain.ts';

const packages = await schemathesis.locate();
const note = packages === undefined ? ` (not on this machine: ${schemathesis.name})` : '';
/** Reproducible requests. */
const SEED = '42';
const EXAMPLES = '25';

describe.skipIf(packages === undefined)(`Schemathesis${note}`, () => {
  it('finds no 500 and no undocumented answer', async () => {
    const fake = await startFake();
    const args = ['--path', '/llama3', '--path', '/plain,chain=basic', '--token', 'opensesame'];
    const served = await serve({ host: fake.url, args, settings: { model: 'fake:latest' } });
    const folder = mkdtempSync(join(tmpdir(), 'condenser-schemathesis-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));

    const header = ['--header', 'Authorization: Bearer opensesame'];
    const seeded = ['--seed', SEED, '--max-examples', EXAMPLES, '--phases', 'coverage,fuzzing'];
    const { code, stdout, stderr } = await runToEnd(
      'python3',
      [
        ...['-m', 'schemathesis.cli', 'run', `${served.url}/openapi.json`],
        ...[...header, ...seeded, '--no-color'],
        // The document cannot express that a valid model name may be unknown, or that a list of
        // configs may be too short.
        ...['--checks', 'all', '--exclude-checks', 'positive_data_acceptance'],
      ],
      { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, PYTHONPATH: packages } },
    );

    expect(code, `${stdout}\n${stderr}`).toBe(0);
    expect(stdout).toMatch(/No issues found|passed/i);
  }, 240_000);
});
