import type { ErrorTexts } from '../wording.ts';
import { why } from './systemReasons.ts';

/** Errors of the command line and of the files that it names. */
export const commandLine: Pick<
  ErrorTexts,
  'attachment' | 'dataFolder' | 'listen' | 'output' | 'settingsFile' | 'usage'
> = {
  attachment: ({ path, problem, reason = '', maxBytes = 0 }) => ({
    message: {
      missing: `${path} does not exist.`,
      folder: `${path} is a folder.`,
      notAFile: `${path} is not a regular file.`,
      unreadable: `${path} cannot be read: ${why(reason)}.`,
      tooLarge: `${path} is larger than ${megabytes(maxBytes)} MB.`,
      binary: `${path} is a binary file, not text.`,
    }[problem],
    whatToDo: {
      missing: 'Check the path.',
      folder: 'Attach the files in it, each with its own --file.',
      notAFile: 'Pipe it into the command instead.',
      unreadable: 'Check its permissions.',
      tooLarge: 'Send only the relevant part.',
      binary: 'Only text can be sent: UTF-8, UTF-16 with a byte order mark, or Latin-1.',
    }[problem],
  }),
  dataFolder: ({ path, reason }) => ({
    message: `The folder for conversations, ${path}, cannot be used: ${why(reason)}.`,
    whatToDo: 'Choose another folder with --data-dir, or check its permissions.',
  }),
  output: ({ reason }) => ({
    message: `The output could not be written: ${why(reason)}.`,
    whatToDo: 'Free up space at its destination, or write it elsewhere.',
  }),
  listen: ({ host, port, problem, reason }) => ({
    message: {
      inUse: `Port ${port} at ${host} is in use by another program.`,
      notAllowed: `You do not have permission to use port ${port} at ${host}.`,
      noSuchAddress: `${host} is not an address of this machine.`,
      failed: `The server cannot listen on port ${port} at ${host}: ${why(reason)}.`,
    }[problem],
    whatToDo: {
      inUse: 'Choose another port with --port; 0 picks a free one.',
      notAllowed: 'Choose a port from 1024 up with --port; 0 picks a free one.',
      noSuchAddress: 'Choose another address with --host, such as 127.0.0.1.',
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
      malformed: 'Correct the file, or delete it to restore the defaults.',
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
      return `"${facts.command}" requires <${facts.name}>. See: ${facts.command} --help`;
    case 'missingValue':
      return `${facts.option} requires a value.`;
    case 'notAHost':
      return `${facts.option} must be an address or a host name, such as 127.0.0.1, not "${facts.given}".`;
    case 'notAnOrigin':
      return `${facts.option} must be an origin, such as http://localhost:3000, or *, not "${facts.given}".`;
    case 'needlessValue':
      return `${facts.option} does not take a value.`;
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
