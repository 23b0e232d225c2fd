import type { RewriteRefusal } from '@condenser/protocol';
import type { RefusalTexts, Wording } from './wording.ts';

const refusal: RefusalTexts = {
  empty: 'it was empty',
  severalLines: 'it was more than one line',
  instruction: 'it repeated the instruction',
  answer: 'it was an answer',
  tooLong: 'it was too long',
  otherLanguage: 'it was in another language',
  lostNumber: 'it lost a number',
  lostQuotation: 'it lost a quotation',
  lostIdentifier: 'it lost a name',
  invented: 'it named what nobody had named',
};

/** English. */
export const english: Wording = {
  error: {
    accessRefused: ({ host, status, reason }) => ({
      message: `The server at ${host} refused access (${status}): ${reason}`,
      whatToDo:
        'Set the header it asks for under "headers" in settings.json, or let the server accept this Host name.',
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
    idleTimeout: ({ seconds }) => ({
      message: `Ollama sent nothing for ${seconds} seconds in the middle of the answer.`,
      whatToDo: 'Ask again; if it happens often, look at the log of Ollama.',
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
  },
  download: {
    offer: ({ what, size, source }) =>
      `${what}, about ${megabytes(size)} MB, from the ${registry[source]} that this machine is set up for`,
    fetching: ({ what, size, source }) =>
      `Fetching ${what}, about ${megabytes(size)} MB, from the ${registry[source]} that this machine is set up for …`,
    progress: ({ what, fraction }) => `${what}: ${Math.floor(fraction * 100)} %`,
    again: ({ what, reason }) => `${what}: broke off (${reason}); starting over …`,
    waiting: ({ what, processId }) =>
      `${what}: process ${processId} is fetching it; waiting for that …`,
    fetched: ({ what }) => `${what}: done`,
    demonstration: ({ model }) =>
      `${model} is a small demonstration model: it answers in English only, and not cleverly. For a better one, install Ollama (ollama.com), and then: ollama pull qwen2.5-coder:7b — or bring a GGUF file: --builtin path.gguf`,
  },
  notice: {
    rewriteDropped: ({ reason }) =>
      `The standalone form of the question was not used (${refusal[reason as RewriteRefusal]}); your own words were.`,
    condenseFailed: ({ reason }) =>
      `The question could not be rewritten (${reason}); your own words were used.`,
    turnsLeftOut: ({ count }) =>
      count === 1
        ? 'The oldest turn no longer fits into the context window and was left out.'
        : `The oldest ${count} turns no longer fit into the context window and were left out.`,
    contextWindowGrown: ({ from, to }) =>
      `The context window grew from ${from} to ${to} tokens; the model is loaded anew.`,
    promptTruncated: ({ promptTokens }) =>
      `Ollama cut the conversation: it read only ${promptTokens} tokens of it.`,
    notSaved: ({ reason }) => `This turn is not saved: ${reason}`,
  },
  refusal,
  level: { ok: 'ok', warning: 'warning', problem: 'problem' },
  doctor: {
    condenser: ({ version }) => ({ found: `Condenser ${version}` }),
    node: ({ version }) => ({ found: `Node ${version}` }),
    nodeOld: ({ version, needed }) => ({
      found: `Node ${version} is too old.`,
      whatToDo: `Install Node ${needed} or later.`,
    }),
    settings: ({ file }) => ({ found: `Settings: ${file}` }),
    settingsBroken: ({ file, field, problem }) => ({
      found: `${file} cannot be used: "${field}": ${problem}`,
      whatToDo: 'Correct that field, or remove the file to go back to the defaults.',
    }),
    folder: ({ name, path }) => ({ found: `Folder for ${name}: ${path}` }),
    folderReadOnly: ({ name, path, reason }) => ({
      found: `The folder for ${name}, ${path}, cannot be written: ${reason}`,
      whatToDo: 'Give yourself the right to write there.',
    }),
    disk: ({ path, gigabytes }) => ({ found: `${gigabytes} GB are free at ${path}` }),
    diskLow: ({ path, gigabytes }) => ({
      found: `Only ${gigabytes} GB are free at ${path}.`,
      whatToDo: 'Make room: a model takes several gigabytes.',
    }),
    proxyBypassed: ({ variable, host }) => ({
      found: `${variable} is set; ${host} is this machine and is asked without it.`,
    }),
    address: ({ host, source }) => ({
      found: `Address of Ollama: ${host} (${addressSource[source]})`,
    }),
    addressInvalid: ({ host, source }) => ({
      found: `${host} is not an address (${addressSource[source]}).`,
      whatToDo: 'Write it as OLLAMA_HOST is written, such as 127.0.0.1:11434.',
    }),
    proxyExcepted: ({ variable, host }) => ({
      found: `${variable} is set; NO_PROXY excepts ${host}.`,
    }),
    proxyUsed: ({ variable, proxy, host }) => ({
      found: `${variable} is set: ${host} is asked through ${proxy}.`,
      whatToDo: 'If the proxy does not know that host, name the host in NO_PROXY.',
    }),
    localhost: ({ IPv4, IPv6, port }) => ({
      found: `localhost, port ${port}: 127.0.0.1 ${IPv4 ? 'listens' : 'does not listen'}, ::1 ${IPv6 ? 'listens' : 'does not listen'}.`,
    }),
    ollama: ({ host, version }) => ({ found: `Ollama ${version} answers at ${host}` }),
    ollamaOld: ({ host, version }) => ({
      found: `Ollama ${version} at ${host} is older than 0.13: it may cut long conversations without a word.`,
      whatToDo: 'Install a newer Ollama.',
    }),
    ollamaSilent: ({ host, seconds }) => ({
      found: `${host} said nothing for ${seconds} seconds.`,
      whatToDo: 'Check the address and the port; restart Ollama if it is its own.',
    }),
    hostRefused: ({ host }) => ({
      found: `The server at ${host} refuses the Host header (403).`,
      whatToDo:
        'Start Ollama with OLLAMA_HOST=0.0.0.0, or let the tunnel in between set the header to "localhost".',
    }),
    hostUnknown: ({ host, reason }) => ({
      found: `The name in ${host} is not known to DNS (${reason}).`,
      whatToDo: 'Check how the name is written, or use an IP address with --ollama-host.',
    }),
    models: ({ models }) => ({
      found: `Models: ${models.map(describeModel).join(', ') || 'none'}`,
    }),
    model: ({ model, because }) => ({
      found: `${model} would answer: ${choice[because]}.`,
    }),
    modelCloud: ({ model }) => ({
      found: `${model} would answer, and it runs on somebody else's machine: what you ask leaves this one.`,
      whatToDo:
        'For a private chat choose a model that runs here, with --model or in settings.json.',
    }),
    modelCannotChat: ({ model }) => ({
      found: `${model} cannot chat.`,
      whatToDo: 'Choose another with --model, or in settings.json.',
    }),
    engineNone: () => ({ found: 'There is no built-in engine for this kind of machine.' }),
    engineReady: () => ({ found: 'The built-in engine is here (--builtin).' }),
    engineMissing: ({ megabytes }) => ({
      found: `The built-in engine is not here; --builtin would fetch about ${megabytes} MB.`,
    }),
  },
  terminal: {
    welcome: ({ model, host }) =>
      `Condenser · ${model} at ${host} · Ctrl-C stops an answer, /help lists commands`,
    standalone: 'Understood as',
    stopped: 'stopped; what was said is kept',
    cutAtLength: 'the context window is full; the answer ends here',
    chooseModel: 'Which model should answer?',
    invalidChoice: (count) => `A number from 1 to ${count}, please.`,
    newConversation: 'A new conversation.',
    modelSet: (model) => `${model} answers from here on.`,
    strategySet: (strategy) => `Strategy: ${strategy}.`,
    unknownCommand: (command) => `There is no ${command}. /help lists the commands.`,
    help: [
      '/new                a new conversation',
      '/model [name]       which model answers',
      '/strategy [name]    condense+history, condense or history',
      '/help               this list',
      '/quit               leave (so does Ctrl-D)',
      'End a line with \\ to go on in the next one.',
    ].join('\n'),
    thinking: 'thinking …',
  },
};

const addressSource = {
  flag: 'from --ollama-host',
  environment: 'from OLLAMA_HOST',
  settings: 'from settings.json',
  default: 'the default',
};

const choice = {
  chosen: 'it is the one that was set',
  loaded: 'it is loaded',
  only: 'it is the only one that chats',
};

function describeModel(model: { name: string; chat: boolean; cloud: boolean }): string {
  const note = model.cloud ? 'in the cloud' : model.chat ? '' : 'does not chat';
  return note === '' ? model.name : `${model.name} (${note})`;
}

const registry = { npm: 'npm registry', pip: 'Python package index' };

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}
