import type { DoctorTexts } from '../wording.ts';
import { demonstrationLimits } from './download.ts';
import { error } from './errors.ts';
import { why } from './systemReasons.ts';

export const doctor: DoctorTexts = {
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
  settingsUnreadable: (facts) => {
    const { message, whatToDo = '' } = error.settingsFile(facts);
    return { found: message, whatToDo };
  },
  folder: ({ name, path }) => ({ found: `Folder for ${name}: ${path}` }),
  folderReadOnly: ({ name, path, reason }) => ({
    found: `The folder for ${name}, ${path}, cannot be written: ${why(reason)}.`,
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
  proxyPrivate: ({ variable, host }) => ({
    found: `${variable} is set; ${host} is in a private network and is asked without it.`,
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
    whatToDo: 'For a private chat choose a model that runs here, with --model or in settings.json.',
  }),
  modelCannotChat: ({ model }) => ({
    found: `${model} cannot chat.`,
    whatToDo: 'Choose another with --model, or in settings.json.',
  }),
  engineNone: () => ({ found: 'There is no built-in engine for this kind of machine.' }),
  engineReady: ({ model }) => ({
    found: `The built-in engine is here (--builtin). ${demonstrationLimits({ model })}`,
  }),
  engineMissing: ({ megabytes, model }) => ({
    found: `The built-in engine is not here; --builtin would fetch about ${megabytes} MB. ${demonstrationLimits({ model })}`,
  }),
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
