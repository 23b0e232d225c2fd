import { formatBytes } from '../formatBytes.ts';
import type { ErrorTexts } from '../wording.ts';
import { why } from './systemReasons.ts';

/** The advice depends on where the connection fails: here, there, at a gateway or at a proxy. */
const ollamaUnreachable: ErrorTexts['ollamaUnreachable'] = (facts) => {
  const { host, reason, remote, proxy, gatewayStatus } = facts;
  if (gatewayStatus !== undefined) {
    return {
      message: `The gateway at ${host} answers, but Ollama behind it does not (${reason}).`,
      whatToDo:
        gatewayStatus === 504
          ? 'Try again when the model is loaded, or raise the timeout of the gateway. Check that Ollama is running behind it.'
          : 'Check that Ollama is running behind the gateway, or ask its administrator.',
    };
  }
  if (proxy !== undefined) {
    return {
      message: `Ollama at ${host} could not be reached through the proxy ${proxy} (${reason}).`,
      whatToDo: 'Check HTTP_PROXY and HTTPS_PROXY, or add the host to NO_PROXY.',
    };
  }
  return {
    message: `Ollama does not answer at ${host} (${reason}).`,
    whatToDo: remote
      ? 'Check that Ollama is running on that machine and accepts connections from other machines (OLLAMA_HOST=0.0.0.0 there), or set its address with --ollama-host.'
      : 'Start it with: ollama serve — or set its address with --ollama-host.',
  };
};

/** The text of each kind of error. */
export const error: ErrorTexts = {
  accessRefused: ({ host, status, reason }) => ({
    message: `The server at ${host} denied access (${status}): ${reason}`,
    whatToDo:
      'Set the header that it requires under "headers" in settings.json, or allow this host name on the server.',
  }),
  ambiguousId: ({ id, matches }) => ({
    message: `More than one ID begins with ${id}: ${matches.join(', ')}.`,
    whatToDo: 'Type more of it.',
  }),
  builtinForbidden: () => ({
    message: 'The built-in model is disabled here.',
    whatToDo: 'Restart Condenser without --no-builtin, or start Ollama.',
  }),
  busy: ({ host }) => ({
    message: `Ollama at ${host} has too many waiting requests.`,
    whatToDo: 'Wait until its other requests are finished, then try again.',
  }),
  cancelled: () => ({ message: 'Stopped.' }),
  clientTurnIdReused: () => ({
    message: 'This ID was already used for another question or in another conversation.',
    whatToDo: 'Send each question with its own ID.',
  }),
  contextOverflow: ({ contextWindow, promptTokens }) => ({
    message:
      promptTokens === undefined
        ? `The question does not fit into the model's context window of ${contextWindow} tokens.`
        : `The question has ${promptTokens} tokens; the model's context window has ${contextWindow}.`,
    whatToDo: 'Attach less code, or choose a model with a larger context window.',
  }),
  conversationDeleted: ({ id }) => ({
    message: `Conversation ${id} is in the trash.`,
    whatToDo: `Restore it with: condenser conversations rm --restore ${id}`,
  }),
  downloadFailed: ({ what, problem, program, folder, reason }) => ({
    message: {
      programMissing: `${what} cannot be downloaded: ${program} was not found on the PATH.`,
      diskFull: `There is not enough disk space for ${what}: ${reason}.`,
      wrongChecksum: `The download of ${what} was dropped because its checksum is wrong: ${reason}`,
      failed: `${what} could not be downloaded: ${reason}`,
    }[problem],
    whatToDo: {
      programMissing: `Install ${program}, or install Ollama and start it.`,
      diskFull: `Free up space on the disk of ${folder}, then try again.`,
      wrongChecksum: `Do not use that registry until you know who changed it, or install Ollama instead.`,
      failed: `Check the network and the configuration of ${program}, then try again. No incomplete files are left.`,
    }[problem],
  }),
  engineUnavailable: ({ reason }) => ({
    message: `The built-in engine is not running: ${reason}`,
    whatToDo: 'Try again to restart it; if it fails again, install and start Ollama.',
  }),
  generationLimit: ({ seconds }) => ({
    message: `The answer took longer than the limit of ${seconds} seconds.`,
    whatToDo: 'Ask for less, or restart the server with a larger --max-seconds.',
  }),
  fileExists: ({ path }) => ({
    message: `${path} already exists and was not changed.`,
    whatToDo: 'Choose another file name, or replace the file with --force.',
  }),
  idleTimeout: ({ seconds }) => ({
    message: `Ollama sent nothing for ${seconds} seconds while answering.`,
    whatToDo: 'Try again; if it happens often, check the log of Ollama.',
  }),
  interrupted: () => ({
    message: 'The program ended while it was answering.',
    whatToDo: 'The partial answer is saved. Ask again for the rest.',
  }),
  invalidParams: ({ field, problem }) => ({ message: `"${field}": ${problem}` }),
  modelDiskFull: ({ model, needed, free }) => ({
    message:
      needed === undefined || free === undefined
        ? `There is not enough disk space for ${model} where Ollama stores its models.`
        : `There is not enough disk space for ${model}: ${formatBytes(needed)} are left to download, ${formatBytes(free)} are free.`,
    whatToDo:
      'Free up space, for example by deleting another model, then try again: the download resumes.',
  }),
  modelFile: ({ field, path, problem, reason = '' }) => ({
    message: {
      missing: `"${field}": ${path} does not exist.`,
      unreadable: `"${field}": ${path} cannot be read: ${why(reason)}.`,
      noModelFiles: `"${field}": ${path} contains no GGUF or safetensors files.`,
      notGguf: `"${field}": ${path} is not a GGUF file.`,
      changed: `"${field}": ${path} changed while it was being read.`,
      nothingGiven: `"${field}": no source was given for the model.`,
      bothGiven: `"${field}": a model is created from files or from another model, not from both.`,
      refused: `"${field}": Ollama cannot use ${path}: ${reason}`,
    }[problem],
    whatToDo: {
      missing: 'Check the path.',
      unreadable: 'Check its permissions.',
      noModelFiles: 'Specify a GGUF file, or the folder that the model was downloaded to.',
      notGguf: 'Specify a GGUF file, or the folder with the safetensors files.',
      changed: 'Try again when no program is writing to it.',
      nothingGiven: 'Specify a file or a folder ("path"), or an installed model ("from").',
      bothGiven: 'Omit "path" or "from".',
      refused:
        'Quantizing requires weights in f16, bf16 or f32; other files require an architecture that this Ollama supports.',
    }[problem],
  }),
  modelMissing: ({ model, pullCommand }) => ({
    message: `The model ${model} is not installed.`,
    whatToDo: `Install it with: ${pullCommand}`,
  }),
  modelName: ({ given }) => ({
    message: `"${given}" is not a model name.`,
    whatToDo:
      'Write it as qwen2.5-coder:7b or hf.co/owner/repo:quantization, or paste its address on huggingface.co.',
  }),
  modelUnknown: ({ model, reason }) => ({
    message: `The model ${model} was not found (${reason}).`,
    whatToDo: 'Check the name and the tag on ollama.com or huggingface.co.',
  }),
  noModelChosen: ({ models }) => ({
    message:
      models.length === 0
        ? 'Ollama has no chat model.'
        : `No model is selected. Installed: ${models.join(', ')}.`,
    whatToDo:
      models.length === 0
        ? 'Install one, for example with: ollama pull qwen2.5-coder:7b'
        : 'Select one with --model, or set "model" in settings.json.',
  }),
  notFound: ({ what, id }) => ({ message: `There is no ${what} ${id}.` }),
  notOllama: ({ host, reason }) => ({
    message: `The server at ${host} is not Ollama: ${reason}.`,
    whatToDo: 'Check the address, and whether there is a proxy in between.',
  }),
  notSaved: ({ path, reason }) => ({
    message: `${path} could not be written: ${why(reason)}.`,
    whatToDo: 'Free up disk space, or check the permissions.',
  }),
  notSupported: ({ model, reason }) => ({
    message: `${model || 'This server'} does not support this: ${reason}`,
    whatToDo: 'Change the setting, or choose another model.',
  }),
  ollamaFailed: ({ reason }) => ({
    message: `Ollama failed: ${reason}`,
    whatToDo: 'Try again; if it fails again, check the log of Ollama.',
  }),
  ollamaStart: ({ problem, host, reason = '' }) => ({
    message: {
      notInstalled: 'Ollama is not installed on this machine.',
      otherMachine: `${host} is another machine. Ollama can only be started on this one.`,
      failed: `Ollama was started but does not answer at ${host}: ${reason}`,
    }[problem],
    whatToDo: {
      notInstalled: 'Install it from ollama.com, then try again.',
      otherMachine: 'Start it there, or set the address to 127.0.0.1:11434.',
      failed: 'Run "ollama serve" in a terminal to see its output.',
    }[problem],
  }),
  ollamaUnreachable,
  outOfMemory: ({ model, reason }) => ({
    message: `There is not enough memory for the model ${model}: ${reason}`,
    whatToDo: 'Choose a smaller model, or a smaller maximumContextWindow in settings.json.',
  }),
  protocolVersion: ({ asked, supported }) => ({
    message: `The client uses protocol version ${asked}, the sidecar version ${supported}.`,
    whatToDo:
      'Use a client and a sidecar of the same version. If the client is the plugin, reinstall it.',
  }),
  proxy: ({ variable, proxy, scheme }) => ({
    message:
      scheme === undefined
        ? `${variable} is "${proxy}", which is not a valid proxy address.`
        : `${variable} is "${proxy}": ${scheme} proxies are not supported.`,
    whatToDo: `Set ${variable} to http://host:port, or add the host of Ollama to NO_PROXY.`,
  }),
  registryUnreachable: ({ model, reason }) => ({
    message: `Ollama cannot reach the source of ${model}: ${reason}`,
    whatToDo:
      'Check the network of the machine that runs Ollama (behind a proxy, set HTTPS_PROXY for Ollama itself). The partial download is kept, and the next attempt resumes it.',
  }),
  requestTooLarge: ({ host, reason }) => ({
    message: `The server at ${host} rejected a request of this size (413): ${reason}`,
    whatToDo:
      'Attach less code, or raise the limit of the gateway in front of Ollama (nginx: client_max_body_size).',
  }),
  settings: ({ file, field, problem }) => ({ message: `${file}: "${field}": ${problem}` }),
  settingsNotSaved: ({ file, reason }) => ({
    message: `The settings were not saved: ${file} cannot be written: ${why(reason)}.`,
    whatToDo: 'Check the permissions, or free up disk space. The settings are unchanged.',
  }),
  streamBroken: ({ reason }) => ({
    message: `The answer was interrupted: ${reason}.`,
    whatToDo: 'The partial answer is saved. Ask again for the rest.',
  }),
  turnRunning: () => ({
    message: 'This conversation is still being answered.',
    whatToDo: 'Wait for the answer, or stop it.',
  }),
  unreadableAnswer: ({ reason }) => ({
    message: `Ollama sent an invalid response: ${reason}.`,
    whatToDo: 'Check whether there is a proxy in between. The partial answer is saved.',
  }),
  internal: ({ reason }) => ({
    message: `Internal error in Condenser: ${reason}`,
    whatToDo: 'Please report it, and attach the log.',
  }),
  attachment: ({ path, problem, reason = '', maxBytes = 0 }) => ({
    message: {
      missing: `${path} does not exist.`,
      folder: `${path} is a folder.`,
      notAFile: `${path} is not a regular file.`,
      unreadable: `${path} cannot be read: ${why(reason)}.`,
      tooLarge: `${path} is larger than ${formatBytes(maxBytes)}.`,
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
    case 'notAnAddress':
      return `${facts.option} must be an address such as 127.0.0.1:11434 or https://host, with a port up to 65535, not "${facts.given}".`;
    case 'notAPath':
      return `${facts.option} must be a path such as /llama3, not "${facts.given}".`;
    case 'notAParameter':
      return `${facts.option} must have the form name=value, not "${facts.given}".`;
    case 'duplicate':
      return `${facts.option} ${facts.given} was given twice.`;
    case 'tokenRequired':
      return `${facts.option} with an address that other machines can reach requires ${facts.other}.`;
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
