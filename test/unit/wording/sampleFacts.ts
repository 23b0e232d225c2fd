import type { Notice } from '@condenser/protocol';
import type { UsageProblem } from '@condenser/sidecar/errors/index.ts';
import type { ErrorTexts } from '@condenser/sidecar/wording/wording.ts';

/** One set of facts for each kind of error; a kind without one does not compile. */
export const errorFacts: { [Kind in keyof ErrorTexts]: Parameters<ErrorTexts[Kind]>[0] } = {
  accessRefused: { host: '【主机】', status: 403, reason: '【原因】' },
  ambiguousId: { id: '【编号】', matches: ['【甲】', '【乙】'] },
  attachment: { path: '【路径】', problem: 'unreadable', reason: '【原因】' },
  builtinForbidden: {},
  busy: { host: '【主机】' },
  cancelled: { method: 'chain/invoke' },
  clientTurnIdReused: { field: 'clientTurnId', turnId: '【编号】' },
  contextOverflow: { contextWindow: 4096, reason: '【原因】' },
  conversationDeleted: { id: '【编号】' },
  downloadFailed: {
    what: '【部件】',
    problem: 'failed',
    program: '【程序】',
    folder: '【文件夹】',
    reason: '【原因】',
  },
  engineUnavailable: { reason: '【原因】' },
  generationLimit: { seconds: 600 },
  fileExists: { path: '【路径】' },
  idleTimeout: { seconds: 120 },
  interrupted: {},
  invalidParams: { method: 'chat/send', field: '【字段】', problem: '【问题】' },
  listen: { host: '【主机】', port: 8123, problem: 'failed', reason: '【原因】' },
  modelDiskFull: { model: '【模型】', needed: 5e9, free: 2e9 },
  modelFile: { field: 'path', path: '【路径】', problem: 'refused', reason: '【原因】' },
  modelMissing: { model: '【模型】', pullCommand: '【命令】' },
  modelName: { field: 'model', given: '【名称】' },
  modelUnknown: { model: '【模型】', reason: '【原因】' },
  noModelChosen: { models: ['【甲】', '【乙】'] },
  notFound: { what: 'turn', id: '【编号】' },
  notOllama: { host: '【主机】', reason: '【原因】' },
  notSaved: { path: '【路径】', reason: '【原因】' },
  notSupported: { model: '【模型】', reason: '【原因】' },
  ollamaFailed: { status: 500, reason: '【原因】' },
  ollamaStart: { problem: 'failed', host: '【主机】', reason: '【原因】' },
  ollamaUnreachable: { host: '【主机】', reason: '【原因】' },
  outOfMemory: { model: '【模型】', reason: '【原因】' },
  protocolVersion: { asked: 7, supported: 1 },
  registryUnreachable: { model: '【模型】', reason: '【原因】' },
  settingsFile: { file: '【文件】', problem: 'malformed', reason: '【原因】' },
  settingsNotSaved: { file: '【文件】', reason: '【原因】' },
  settings: { file: '【文件】', field: '【字段】', problem: '【问题】' },
  streamBroken: { reason: '【原因】' },
  turnRunning: { turnId: '【编号】' },
  unreadableAnswer: { reason: '【原因】' },
  usage: { problem: 'unknownCommand', given: '【命令】', nearest: '【更近】' },
  internal: { reason: '【原因】' },
};

/** Which of them the sentence has to name. */
export const namedFacts: { [Kind in keyof ErrorTexts]: readonly string[] } = {
  accessRefused: ['【主机】', '403', '【原因】'],
  ambiguousId: ['【编号】', '【甲】', '【乙】'],
  attachment: ['【路径】', '【原因】'],
  builtinForbidden: [],
  busy: ['【主机】'],
  cancelled: [],
  clientTurnIdReused: [],
  contextOverflow: ['4096'],
  conversationDeleted: ['【编号】'],
  downloadFailed: ['【部件】', '【程序】', '【原因】'],
  engineUnavailable: ['【原因】'],
  generationLimit: ['600'],
  fileExists: ['【路径】'],
  idleTimeout: ['120'],
  interrupted: [],
  invalidParams: ['【字段】', '【问题】'],
  listen: ['【主机】', '8123', '【原因】'],
  modelDiskFull: ['【模型】', '5.0', '2.0'],
  modelFile: ['path', '【路径】', '【原因】'],
  modelMissing: ['【模型】', '【命令】'],
  modelName: ['【名称】'],
  modelUnknown: ['【模型】', '【原因】'],
  noModelChosen: ['【甲】', '【乙】'],
  notFound: ['【编号】'],
  notOllama: ['【主机】', '【原因】'],
  notSaved: ['【路径】', '【原因】'],
  notSupported: ['【模型】', '【原因】'],
  ollamaFailed: ['【原因】'],
  ollamaStart: ['【主机】', '【原因】'],
  ollamaUnreachable: ['【主机】', '【原因】'],
  registryUnreachable: ['【模型】', '【原因】'],
  outOfMemory: ['【模型】', '【原因】'],
  protocolVersion: ['7', '1'],
  settings: ['【文件】', '【字段】', '【问题】'],
  settingsFile: ['【文件】', '【原因】'],
  settingsNotSaved: ['【文件】', '【原因】'],
  streamBroken: ['【原因】'],
  turnRunning: [],
  unreadableAnswer: ['【原因】'],
  usage: ['【命令】', '【更近】'],
  internal: ['【原因】'],
};

/** One set of facts for each notice of a turn, and which of them the sentence has to name. */
export const noticeFacts: Record<
  Notice['code'],
  { facts: Record<string, unknown>; named: string[] }
> = {
  rewriteDropped: { facts: { reason: 'lostNumber', rewrite: '【改写】' }, named: [] },
  condenseFailed: { facts: { reason: '【原因】' }, named: ['【原因】'] },
  turnsLeftOut: { facts: { count: 3 }, named: ['3'] },
  contextWindowGrown: { facts: { from: 4096, to: 8192 }, named: ['4096', '8192'] },
  promptTruncated: { facts: { promptTokens: 2050 }, named: ['2050'] },
  notSaved: { facts: { reason: '【原因】' }, named: ['【原因】'] },
};

/** What `condenser conversations` speaks of. A sentence of a number alone gets all of it. */
export const conversationFacts = {
  ...{ query: '【词】', name: '【名】', id: '【编号】', title: '【标题】', path: '【路径】' },
  ...{ until: '【日期】', shown: 3, lines: 3, turns: 3, conversations: 3 },
  ...{ turnsAdded: 3, turnsKnown: 3, kind: 'notAFile', detail: '【类型】', files: ['【文件】'] },
  toString: () => '3',
};

/** One set of facts for each mistake in a command line; the sentence has to name every text. */
export const usageFacts: readonly UsageProblem[] = [
  { problem: 'unknownCommand', given: '【命令】', nearest: '【更近】' },
  { problem: 'unknownOption', given: '【选项】', nearest: '【更近】' },
  { problem: 'missingArgument', command: '【命令】', name: '【参数】' },
  { problem: 'missingValue', option: '【选项】' },
  { problem: 'needlessValue', option: '【选项】' },
  { problem: 'excessArgument', command: '【命令】', given: '【参数】' },
  { problem: 'conflict', option: '【选项】', other: '【另一】' },
  { problem: 'notAnInteger', option: '【选项】', given: '【参数】', min: 1, max: 99 },
  {
    problem: 'notAChoice',
    option: '【选项】',
    given: '【参数】',
    choices: ['【甲】', '【乙】'],
    nearest: '【更近】',
  },
];
