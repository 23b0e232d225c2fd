import type { ErrorTexts } from '../wording.ts';
import { why } from './systemReasons.ts';

/** Errors of the command line and of the files that it names. */
export const commandLine: Pick<
  ErrorTexts,
  'attachment' | 'dataFolder' | 'listen' | 'output' | 'settingsFile' | 'usage'
> = {
  attachment: ({ path, problem, reason = '', maxBytes = 0 }) => ({
    message: {
      missing: `文件 ${path} 不存在。`,
      folder: `${path} 是文件夹。`,
      notAFile: `${path} 不是普通文件。`,
      unreadable: `无法读取 ${path}：${why(reason)}。`,
      tooLarge: `${path} 超过了 ${megabytes(maxBytes)} MB。`,
      binary: `${path} 是二进制文件，不是文本。`,
    }[problem],
    whatToDo: {
      missing: '请检查路径。',
      folder: '请用 --file 逐个附上其中的文件。',
      notAFile: '请改用管道传入。',
      unreadable: '请检查它的权限。',
      tooLarge: '请只发送其中相关的部分。',
      binary: '只能发送文本：UTF-8、带字节顺序标记的 UTF-16，或 Latin-1。',
    }[problem],
  }),
  dataFolder: ({ path, reason }) => ({
    message: `无法使用存放对话的文件夹 ${path}：${why(reason)}。`,
    whatToDo: '请用 --data-dir 换一个文件夹，或检查它的权限。',
  }),
  output: ({ reason }) => ({
    message: `无法写入输出：${why(reason)}。`,
    whatToDo: '请在输出的目标位置腾出空间，或输出到别处。',
  }),
  listen: ({ host, port, problem, reason }) => ({
    message: {
      inUse: `${host} 的端口 ${port} 已被其他程序占用。`,
      notAllowed: `没有权限使用 ${host} 的端口 ${port}。`,
      noSuchAddress: `${host} 不是本机的地址。`,
      failed: `服务无法监听 ${host} 的端口 ${port}：${why(reason)}。`,
    }[problem],
    whatToDo: {
      inUse: '请用 --port 换一个端口；0 表示任意空闲端口。',
      notAllowed: '请用 --port 选择 1024 及以上的端口；0 表示任意空闲端口。',
      noSuchAddress: '请用 --host 换一个地址，例如 127.0.0.1。',
      failed: '请用 --host 或 --port 换一个地址。',
    }[problem],
  }),
  settingsFile: ({ file, problem, reason }) => ({
    message: {
      unreadable: `无法读取 ${file}：${why(reason)}。`,
      malformed: `${file} 格式有误：${why(reason)}。`,
    }[problem],
    whatToDo: {
      unreadable: '请检查该文件及其上级文件夹的权限。',
      malformed: '请修正该文件，或删除它以恢复默认设置。',
    }[problem],
  }),
  usage: (facts) => ({ message: `condenser：${usageProblem(facts)}` }),
};

function usageProblem(facts: Parameters<ErrorTexts['usage']>[0]): string {
  switch (facts.problem) {
    case 'unknownCommand':
      return `没有“${facts.given}”这个命令。${didYouMean(facts.nearest)}`;
    case 'unknownOption':
      return `没有 ${facts.given} 这个选项。${didYouMean(facts.nearest)}`;
    case 'missingArgument':
      return `“${facts.command}”缺少 <${facts.name}>。用法：${facts.command} --help`;
    case 'missingValue':
      return `${facts.option} 需要一个值。`;
    case 'notAHost':
      return `${facts.option} 必须是地址或主机名（例如 127.0.0.1），而不是“${facts.given}”。`;
    case 'notAnOrigin':
      return `${facts.option} 必须是来源（例如 http://localhost:3000）或 *，而不是“${facts.given}”。`;
    case 'needlessValue':
      return `${facts.option} 不需要值。`;
    case 'excessArgument':
      return `“${facts.command}”不接受“${facts.given}”。用法：${facts.command} --help`;
    case 'conflict':
      return `${facts.option} 和 ${facts.other} 不能同时使用。`;
    case 'notAnInteger':
      return `${facts.option} 必须是 ${facts.min} 到 ${facts.max} 之间的整数，而不是“${facts.given}”。`;
    case 'notAChoice':
      return `${facts.option} 必须是 ${facts.choices.join('、')} 之一，而不是“${facts.given}”。${didYouMean(facts.nearest)}`;
  }
}

function didYouMean(nearest: string | undefined): string {
  return nearest === undefined ? '用法：condenser --help' : `你是不是想输入 ${nearest}？`;
}

function megabytes(bytes: number): string {
  return (bytes / 1024 ** 2).toFixed(0);
}
