import type { ErrorTexts } from '../wording.ts';
import { why } from './systemReasons.ts';

/** Where the way to Ollama ends decides what helps: here, there, at a gateway or at a proxy. */
const ollamaUnreachable: ErrorTexts['ollamaUnreachable'] = (facts) => {
  const { host, reason, remote, proxy, gatewayStatus } = facts;
  if (gatewayStatus !== undefined) {
    return {
      message: `The gateway at ${host} answers, and Ollama behind it does not (${reason}).`,
      whatToDo:
        gatewayStatus === 504
          ? 'Ask again when the model is loaded, or raise the time limit of the gateway; check that Ollama runs behind it.'
          : 'Check that Ollama runs behind that gateway, or ask the person who runs it.',
    };
  }
  if (proxy !== undefined) {
    return {
      message: `Ollama at ${host} could not be reached through the proxy ${proxy} (${reason}).`,
      whatToDo: 'Check HTTP_PROXY and HTTPS_PROXY, or name that host in NO_PROXY.',
    };
  }
  return {
    message: `Ollama does not answer at ${host} (${reason}).`,
    whatToDo: remote
      ? 'Check that Ollama runs on that machine and listens to others (OLLAMA_HOST=0.0.0.0 there), or set its address with --ollama-host.'
      : 'Start it with: ollama serve — or set its address with --ollama-host.',
  };
};

/** The text of each kind of error. */
export const error: ErrorTexts = {
  accessRefused: ({ host, status, reason }) => ({
    message: `The server at ${host} refused access (${status}): ${reason}`,
    whatToDo:
      'Set the header it asks for under "headers" in settings.json, or let the server accept this Host name.',
  }),
  ambiguousId: ({ id, matches }) => ({
    message: `${id} is the beginning of more than one id: ${matches.join(', ')}.`,
    whatToDo: 'Write more of it.',
  }),
  builtinForbidden: () => ({
    message: 'The built-in model is switched off here.',
    whatToDo: 'Start Condenser again without --no-builtin, or start Ollama.',
  }),
  busy: ({ host }) => ({
    message: `Ollama at ${host} has too many requests waiting.`,
    whatToDo: 'Wait for its other work to end and ask again.',
  }),
  cancelled: () => ({ message: 'Stopped.' }),
  clientTurnIdReused: () => ({
    message: 'This id was used before, for another question or in another conversation.',
    whatToDo: 'Send each question with an id of its own.',
  }),
  contextOverflow: ({ contextWindow, promptTokens }) => ({
    message:
      promptTokens === undefined
        ? `The question does not fit into the model's context window of ${contextWindow} tokens.`
        : `The question has ${promptTokens} tokens; the model's context window has ${contextWindow}.`,
    whatToDo: 'Send less code with it, or choose a model with a longer context.',
  }),
  conversationDeleted: ({ id }) => ({
    message: `The conversation ${id} is in the trash.`,
    whatToDo: `Take it out with: condenser conversations rm --restore ${id}`,
  }),
  downloadFailed: ({ what, problem, program, folder, reason }) => ({
    message: {
      programMissing: `${what} cannot be fetched: ${program} is not on the PATH.`,
      diskFull: `${what} does not fit onto the disk: ${reason}.`,
      wrongChecksum: `What came as ${what} is something else (wrong checksum) and was thrown away: ${reason}`,
      failed: `${what} could not be fetched: ${reason}`,
    }[problem],
    whatToDo: {
      programMissing: `Install ${program}, or install Ollama and start it.`,
      diskFull: `Make room on the disk of ${folder}, and start again.`,
      wrongChecksum: `Do not use that registry before you know who changed it; or install Ollama.`,
      failed: `Check the network and what ${program} is set up for, and start again: nothing half made is left.`,
    }[problem],
  }),
  engineUnavailable: ({ reason }) => ({
    message: `The built-in engine does not run: ${reason}`,
    whatToDo: 'Ask again to start it anew; if it happens again, install Ollama and start it.',
  }),
  generationLimit: ({ seconds }) => ({
    message: `The answer took longer than the ${seconds} seconds that one may take here.`,
    whatToDo: 'Ask for less, or start the server with a larger --max-seconds.',
  }),
  fileExists: ({ path }) => ({
    message: `${path} is there already, and was left as it is.`,
    whatToDo: 'Name another file, or replace this one with --force.',
  }),
  idleTimeout: ({ seconds }) => ({
    message: `Ollama sent nothing for ${seconds} seconds in the middle of the answer.`,
    whatToDo: 'Ask again; if it happens often, look at the log of Ollama.',
  }),
  interrupted: () => ({
    message: 'The program ended in the middle of this answer.',
    whatToDo: 'What came until then is kept. Ask again for the rest.',
  }),
  invalidParams: ({ field, problem }) => ({ message: `"${field}": ${problem}` }),
  modelDiskFull: ({ model, needed, free }) => ({
    message:
      needed === undefined || free === undefined
        ? `${model} does not fit onto the disk of Ollama.`
        : `${model} does not fit onto the disk: ${gigabytes(needed)} GB are still to come, ${gigabytes(free)} GB are free.`,
    whatToDo: 'Make room, for example by deleting another model, and start again: it goes on.',
  }),
  modelFile: ({ field, path, problem, reason = '' }) => ({
    message: {
      missing: `"${field}": there is no ${path}.`,
      unreadable: `"${field}": ${path} cannot be read: ${why(reason)}.`,
      noModelFiles: `"${field}": ${path} holds no GGUF or safetensors files.`,
      notGguf: `"${field}": ${path} is no GGUF file.`,
      changed: `"${field}": ${path} was changed while it was read.`,
      nothingGiven: `"${field}": nothing says what the model is made of.`,
      bothGiven: `"${field}": a model is made of files or of another model, not of both.`,
      refused: `"${field}": Ollama cannot use ${path}: ${reason}`,
    }[problem],
    whatToDo: {
      missing: 'Check how the path is written.',
      unreadable: 'Give yourself the right to read it.',
      noModelFiles: 'Name a GGUF file, or the folder that the model was downloaded to.',
      notGguf: 'Name a GGUF file, or the folder with the safetensors files.',
      changed: 'Start again when nothing writes to it.',
      nothingGiven: 'Name a file or a folder ("path"), or an installed model ("from").',
      bothGiven: 'Leave out "path" or "from".',
      refused:
        'Quantizing needs weights in f16, bf16 or f32; other files need an architecture that this Ollama knows.',
    }[problem],
  }),
  modelMissing: ({ model, pullCommand }) => ({
    message: `The model ${model} is not installed.`,
    whatToDo: `Install it with: ${pullCommand}`,
  }),
  modelName: ({ given }) => ({
    message: `"${given}" is not the name of a model.`,
    whatToDo:
      'Write it as qwen2.5-coder:7b or hf.co/owner/repo:quantization, or paste its address on huggingface.co.',
  }),
  modelUnknown: ({ model, reason }) => ({
    message: `There is no model ${model} to fetch (${reason}).`,
    whatToDo: 'Check the name and the tag on ollama.com or huggingface.co.',
  }),
  noModelChosen: ({ models }) => ({
    message:
      models.length === 0
        ? 'Ollama has no model that can chat.'
        : `No model is chosen. Installed: ${models.join(', ')}.`,
    whatToDo:
      models.length === 0
        ? 'Install one, for example with: ollama pull qwen2.5-coder:7b'
        : 'Choose one with --model, or set "model" in settings.json.',
  }),
  notFound: ({ what, id }) => ({ message: `There is no ${what} ${id}.` }),
  notOllama: ({ host, reason }) => ({
    message: `What answers at ${host} is not Ollama: ${reason}.`,
    whatToDo: 'Check the address, and whether a proxy stands in between.',
  }),
  notSaved: ({ path, reason }) => ({
    message: `${path} could not be written: ${why(reason)}.`,
    whatToDo: 'Make room on the disk, or give yourself the right to write there.',
  }),
  notSupported: ({ model, reason }) => ({
    message: `${model || 'This server'} cannot do this: ${reason}`,
    whatToDo: 'Change the setting, or choose another model.',
  }),
  ollamaFailed: ({ reason }) => ({
    message: `Ollama failed: ${reason}`,
    whatToDo: 'Ask again; if it happens again, look at the log of Ollama.',
  }),
  ollamaStart: ({ problem, host, reason = '' }) => ({
    message: {
      notInstalled: 'Ollama is not installed on this machine.',
      otherMachine: `${host} is another machine: Ollama cannot be started there from here.`,
      failed: `Ollama was started and does not answer at ${host}: ${reason}`,
    }[problem],
    whatToDo: {
      notInstalled: 'Install it from ollama.com, then try again.',
      otherMachine: 'Start it there, or set the address to 127.0.0.1:11434.',
      failed: 'Run "ollama serve" in a terminal to see what it says.',
    }[problem],
  }),
  ollamaUnreachable,
  outOfMemory: ({ model, reason }) => ({
    message: `The model ${model} does not fit into memory: ${reason}`,
    whatToDo: 'Choose a smaller model, or a smaller maximumContextWindow in settings.json.',
  }),
  protocolVersion: ({ asked, supported }) => ({
    message: `The client speaks version ${asked} of the protocol, the sidecar version ${supported}.`,
    whatToDo: 'Use a client and a sidecar of the same version; for the plugin, install it again.',
  }),
  proxy: ({ variable, proxy, scheme }) => ({
    message:
      scheme === undefined
        ? `${variable} is "${proxy}", which is not the address of a proxy.`
        : `${variable} is "${proxy}": a ${scheme} proxy is not supported.`,
    whatToDo: `Write ${variable} as http://host:port, or name the host of Ollama in NO_PROXY.`,
  }),
  registryUnreachable: ({ model, reason }) => ({
    message: `Ollama cannot reach the place that ${model} comes from: ${reason}`,
    whatToDo:
      'Check the network of the machine on which Ollama runs (behind a proxy, HTTPS_PROXY of Ollama itself). What has come is kept, and the next try goes on.',
  }),
  requestTooLarge: ({ host, reason }) => ({
    message: `The server at ${host} refuses a request of this size (413): ${reason}`,
    whatToDo:
      'Send less code with it, or raise the limit of the gateway in front of Ollama (nginx: client_max_body_size).',
  }),
  settings: ({ file, field, problem }) => ({ message: `${file}: "${field}": ${problem}` }),
  settingsNotSaved: ({ file, reason }) => ({
    message: `The settings are not saved: ${file} cannot be written: ${why(reason)}.`,
    whatToDo: 'Give yourself the right to write there, or make room. They are as they were.',
  }),
  streamBroken: ({ reason }) => ({
    message: `The answer broke off: ${reason}.`,
    whatToDo: 'What came is kept. Ask again for the rest.',
  }),
  turnRunning: () => ({
    message: 'This conversation is still answering.',
    whatToDo: 'Wait for the answer, or stop it.',
  }),
  unreadableAnswer: ({ reason }) => ({
    message: `Ollama sent something unreadable: ${reason}.`,
    whatToDo: 'Check whether a proxy stands in between. What came is kept.',
  }),
  internal: ({ reason }) => ({
    message: `Something is wrong in Condenser itself: ${reason}`,
    whatToDo: 'Please report it with the log.',
  }),
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

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}

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
