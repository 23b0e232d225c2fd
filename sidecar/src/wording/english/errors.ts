import type { ErrorTexts } from '../wording.ts';

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
  busy: ({ host }) => ({
    message: `Ollama at ${host} has too many requests waiting.`,
    whatToDo: 'Wait for its other work to end and ask again.',
  }),
  cancelled: () => ({ message: 'Stopped.' }),
  contextOverflow: ({ contextWindow }) => ({
    message: `The question does not fit into the model's context window of ${contextWindow} tokens.`,
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
  modelMissing: ({ model, pullCommand }) => ({
    message: `The model ${model} is not installed.`,
    whatToDo: `Install it with: ${pullCommand}`,
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
    message: `${path} could not be written: ${reason}`,
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
  ollamaUnreachable: ({ host, reason }) => ({
    message: `Ollama does not answer at ${host} (${reason}).`,
    whatToDo: 'Start it with: ollama serve — or set its address with --ollama-host.',
  }),
  outOfMemory: ({ model, reason }) => ({
    message: `The model ${model} does not fit into memory: ${reason}`,
    whatToDo: 'Choose a smaller model, or a smaller maximumContextWindow in settings.json.',
  }),
  protocolVersion: ({ asked, supported }) => ({
    message: `The client speaks version ${asked} of the protocol, the sidecar version ${supported}.`,
    whatToDo: 'Use a client and a sidecar of the same version; for the plugin, install it again.',
  }),
  settings: ({ file, field, problem }) => ({ message: `${file}: "${field}": ${problem}` }),
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
};
