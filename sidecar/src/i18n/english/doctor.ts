import type { DoctorTexts, FolderName } from '../doctorTexts.ts';
import { formatBytes } from '../formatBytes.ts';
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
  settingsMissing: ({ file }) => ({
    found: `Settings: the defaults; ${file} is created when you change a setting`,
  }),
  settingsBroken: ({ file, field, problem }) => ({
    found: `${file} cannot be used: "${field}": ${problem}`,
    whatToDo: 'Correct that field, or delete the file to restore the defaults.',
  }),
  settingsUnreadable: (facts) => {
    const { message, whatToDo = '' } = error.settingsFile(facts);
    return { found: message, whatToDo };
  },
  folder: ({ name, path }) => ({ found: `${folderNames[name]} folder: ${path}` }),
  folderMissing: ({ name, path }) => ({
    found: `${folderNames[name]} folder: ${path} (created when it is needed)`,
  }),
  folderReadOnly: ({ name, path, reason }) => ({
    found: `The ${folderNames[name].toLowerCase()} folder ${path} is not writable: ${why(reason)}.`,
    whatToDo: 'Check its permissions.',
  }),
  disk: ({ path, free }) => ({ found: `${formatBytes(free)} are free at ${path}` }),
  diskLow: ({ path, free }) => ({
    found: `Only ${formatBytes(free)} are free at ${path}.`,
    whatToDo: 'Free up space: a model takes several gigabytes.',
  }),
  proxyBypassed: ({ variable, host }) => ({
    found: `${variable} is set; ${host} is this machine and bypasses the proxy.`,
  }),
  address: ({ host, source }) => ({
    found: `Address of Ollama: ${host} (${addressSource[source]})`,
  }),
  addressInvalid: ({ host, source }) => ({
    found: `${host} is not a valid address (${addressSource[source]}).`,
    whatToDo: 'Write it in the form of OLLAMA_HOST, such as 127.0.0.1:11434.',
  }),
  proxyExcepted: ({ variable, host }) => ({
    found: `${variable} is set; NO_PROXY excludes ${host}.`,
  }),
  proxyPrivate: ({ variable, host }) => ({
    found: `${variable} is set; ${host} is in a private network and bypasses the proxy.`,
  }),
  proxyUsed: ({ variable, proxy, host }) => ({
    found: `${variable} is set: ${host} is reached through ${proxy}.`,
    whatToDo: 'If the proxy cannot reach that host, add the host to NO_PROXY.',
  }),
  localhost: ({ IPv4, IPv6, port }) => ({
    found: `localhost, port ${port}: 127.0.0.1 ${IPv4 ? 'accepts connections' : 'does not'}, ::1 ${IPv6 ? 'accepts connections' : 'does not'}.`,
  }),
  ollama: ({ host, version }) => ({ found: `Ollama ${version} answers at ${host}` }),
  ollamaOld: ({ host, version }) => ({
    found: `Ollama ${version} at ${host} is older than 0.13: it may truncate long conversations silently.`,
    whatToDo: 'Install a newer Ollama.',
  }),
  ollamaSilent: ({ host, seconds }) => ({
    found: `${host} did not answer within ${seconds} seconds.`,
    whatToDo: 'Check the address and the port; if they are right, restart Ollama.',
  }),
  hostRefused: ({ host }) => ({
    found: `The server at ${host} rejects the Host header (403).`,
    whatToDo:
      'Start Ollama with OLLAMA_HOST=0.0.0.0, or have the tunnel in between set the header to "localhost".',
  }),
  hostUnknown: ({ host, reason }) => ({
    found: `DNS does not know the host name in ${host} (${reason}).`,
    whatToDo: 'Check the spelling of the name, or set an IP address with --ollama-host.',
  }),
  models: ({ models }) => ({
    found: `Models: ${models.map(describeModel).join(', ') || 'none'}`,
  }),
  model: ({ model, because }) => ({
    found: `Questions are answered by ${model}: ${choice[because]}.`,
  }),
  modelCloud: ({ model }) => ({
    found: `Questions are answered by ${model}, which runs in the cloud: they leave this machine.`,
    whatToDo: 'For a private chat, choose a local model with --model or in settings.json.',
  }),
  modelCannotChat: ({ model }) => ({
    found: `${model} cannot chat.`,
    whatToDo: 'Choose another model with --model or in settings.json.',
  }),
  engineNone: () => ({ found: 'The built-in engine does not support this kind of machine.' }),
  engineReady: ({ model }) => ({
    found: `The built-in engine is ready (--builtin). ${demonstrationLimits({ model })}`,
  }),
  engineMissing: ({ size, model }) => ({
    found: `The built-in engine is not downloaded yet; --builtin downloads about ${formatBytes(size)}. ${demonstrationLimits({ model })}`,
  }),
};

const folderNames: Readonly<Record<FolderName, string>> = {
  config: 'Configuration',
  data: 'Data',
  cache: 'Cache',
  log: 'Log',
};

const addressSource = {
  flag: 'from --ollama-host',
  environment: 'from OLLAMA_HOST',
  settings: 'from settings.json',
  default: 'default',
};

const choice = {
  chosen: 'it is the model that was set',
  loaded: 'it is loaded',
  only: 'it is the only chat model',
};

function describeModel(model: { name: string; chat: boolean; cloud: boolean }): string {
  const note = model.cloud ? 'cloud' : model.chat ? '' : 'no chat';
  return note === '' ? model.name : `${model.name} (${note})`;
}
