import { runDoctor } from '../runDoctor.ts';
import type { AddCommand } from './command.ts';

/** `condenser doctor`. */
export const addDoctor: AddCommand = (program, { flags, end }) => {
  program
    .command('doctor')
    .description('say what was found, and what to do about what is missing')
    .option('--json', 'as one JSON document')
    .action(async (options: { json?: boolean }) => end(await runDoctor(flags(), options.json)));
};
