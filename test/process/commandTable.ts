import { createProgram } from '@condenser/sidecar/cli/commandLine.ts';
import { commands } from '@condenser/sidecar/cli/commands/index.ts';
import { english } from '@condenser/sidecar/i18n/english/index.ts';
import type { Command } from 'commander';

/** The program with all of its commands, to be read and not to be run. */
export function commandTable(): Command {
  const program = createProgram(english.help);
  const unused = () => Promise.reject(new Error('the table is only read'));
  const context = {
    help: english.help,
    flags: () => ({}),
    run: unused,
    runWithoutModel: unused,
    setExitCode: () => undefined,
  };
  for (const add of commands) add(program, context);
  return program;
}
