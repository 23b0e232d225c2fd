import type { ErrorTexts } from '../wording.ts';
import { why } from './systemReasons.ts';

/** What is said of a command line and of the files that it names. */
export const commandLine: Pick<
  ErrorTexts,
  'attachment' | 'dataFolder' | 'listen' | 'output' | 'settingsFile' | 'usage'
> = {
  attachment: ({ path, problem, reason = '', maxBytes = 0 }) => ({
    message: {
      missing: `${path}: no such file.`,
      folder: `${path} is a folder.`,
      notAFile: `${path} is not a regular file.`,
      unreadable: `${path} cannot be read: ${why(reason)}.`,
      tooLarge: `${path} is larger than ${megabytes(maxBytes)} MB.`,
      binary: `${path} is binary, not text.`,
    }[problem],
    whatToDo: {
      missing: 'Check the path.',
      folder: 'Name the files in it, each with --file.',
      notAFile: 'Pipe it in instead.',
      unreadable: 'Check its permissions.',
      tooLarge: 'Send the part of it that matters.',
      binary: 'Only text can be sent: UTF-8, UTF-16 with a byte order mark, or Latin-1.',
    }[problem],
  }),
  dataFolder: ({ path, reason }) => ({
    message: `The folder of the conversations, ${path}, cannot be used: ${why(reason)}.`,
    whatToDo:
      'Name another one with --data-dir, or give yourself the right to read and write there.',
  }),
  output: ({ reason }) => ({
    message: `The output could not be written: ${why(reason)}.`,
    whatToDo: 'Make room where it goes, or send it elsewhere.',
  }),
  listen: ({ host, port, problem, reason }) => ({
    message: {
      inUse: `Port ${port} at ${host} is in use by another program.`,
      notAllowed: `Port ${port} at ${host} needs permissions that you do not have.`,
      noSuchAddress: `${host} is not an address of this machine.`,
      failed: `The server cannot listen at ${host}, port ${port}: ${why(reason)}.`,
    }[problem],
    whatToDo: {
      inUse: 'Choose another one with --port; 0 takes a free one.',
      notAllowed: 'Choose one from 1024 on with --port; 0 takes a free one.',
      noSuchAddress: 'Choose another one with --host, such as 127.0.0.1.',
      failed: 'Choose another address with --host or --port.',
    }[problem],
  }),
  settingsFile: ({ file, problem, reason }) => ({
    message: {
      unreadable: `${file} cannot be read: ${why(reason)}.`,
      malformed: `${file} is malformed: ${why(reason)}.`,
    }[problem],
    whatToDo: {
      unreadable: 'Check the permissions of the file and of the folders above it.',
      malformed: 'Correct the file, or remove it to go back to the defaults.',
    }[problem],
  }),
  usage: (facts) => ({ message: `condenser: ${usageProblem(facts)}` }),
};

function usageProblem(facts: Parameters<ErrorTexts['usage']>[0]): string {
  switch (facts.problem) {
    case 'unknownCommand':
      return `unknown command "${facts.given}".${didYouMean(facts.nearest)}`;
    case 'unknownOption':
      return `unknown option ${facts.given}.${didYouMean(facts.nearest)}`;
    case 'missingArgument':
      return `"${facts.command}" needs <${facts.name}>. See: ${facts.command} --help`;
    case 'missingValue':
      return `${facts.option} needs a value.`;
    case 'notAHost':
      return `${facts.option} must be an address or a name, such as 127.0.0.1, not "${facts.given}".`;
    case 'notAnOrigin':
      return `${facts.option} must be an origin such as http://localhost:3000, or *, not "${facts.given}".`;
    case 'needlessValue':
      return `${facts.option} takes no value.`;
    case 'excessArgument':
      return `"${facts.command}" does not take "${facts.given}". See: ${facts.command} --help`;
    case 'conflict':
      return `${facts.option} and ${facts.other} cannot be used together.`;
    case 'notAnInteger':
      return `${facts.option} must be an integer from ${facts.min} to ${facts.max}, not "${facts.given}".`;
    case 'notAChoice':
      return `${facts.option} must be one of ${facts.choices.join(', ')}, not "${facts.given}".${didYouMean(facts.nearest)}`;
  }
}

function didYouMean(nearest: string | undefined): string {
  return nearest === undefined ? ' See: condenser --help' : ` Did you mean ${nearest}?`;
}

function megabytes(bytes: number): string {
  return (bytes / 1024 ** 2).toFixed(0);
}
