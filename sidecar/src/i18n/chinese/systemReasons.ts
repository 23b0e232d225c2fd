import { describeReason, type SystemReasons } from '../systemReason.ts';

const systemReasons: SystemReasons = {
  EACCES: '没有权限',
  EBUSY: '正在使用中',
  EDQUOT: '磁盘配额已用完',
  EEXIST: '同名的文件或文件夹已存在',
  EFBIG: '文件会过大',
  EIO: '设备报告了错误',
  EISDIR: '这是文件夹',
  ELOOP: '链接形成了循环',
  EMFILE: '打开的文件太多',
  ENAMETOOLONG: '名称太长',
  ENODEV: '没有这个设备',
  ENOENT: '文件或文件夹不存在',
  ENOSPC: '磁盘空间不足',
  ENOTDIR: '路径中有一部分不是文件夹',
  ENXIO: '没有这个设备',
  EPERM: '系统不允许此操作',
  EROFS: '磁盘是只读的',
};

/** Reasons of our own. Servers and other programs give theirs in their own language. */
const ownReasons: ReadonlyMap<string, string> = new Map([
  ['a newer version of Condenser has written it', '它由更高版本的 Condenser 写入'],
  ['the answer is too long', '回答过长'],
  ['it answered with a web page', '返回的是网页'],
  ['it does not speak HTTP', '不支持 HTTP'],
  ['it was stopped', '它已停止'],
  ['it reports no version', '没有返回版本号'],
  ['it sent no JSON', '返回的不是 JSON'],
  ['its content is not text', '内容不是文本'],
  ['no reason given', '没有说明原因'],
  ['not a JSON object', '不是 JSON 对象'],
  ['the connection was closed', '连接已断开'],
  ['the record is malformed', '记录格式有误'],
  ['the stream ended without "done"', '数据流提前结束'],
  ['its compressed data is damaged', '压缩的数据已损坏'],
  ['ECONNREFUSED', '连接被拒绝'],
  ['ECONNRESET', '连接被重置'],
  ['EHOSTUNREACH', '无法到达主机'],
  ['ENETUNREACH', '无法到达网络'],
  ['ENOTFOUND', '找不到主机'],
  ['EAI_AGAIN', '暂时无法解析主机名'],
  ['ETIMEDOUT', '连接超时'],
  ['EPIPE', '连接已关闭'],
]);

/**
 * The reason of an error in Chinese, without a full stop. A reason in another language, such as the
 * message of a server, is put in quotation marks: it is not part of our sentence.
 */
export function why(reason: string): string {
  const own = ownReasons.get(reason);
  if (own !== undefined) return /^E[A-Z_]+$/.test(reason) ? `${own}，${reason}` : own;
  const described = describeReason(reason, systemReasons);
  const isSystemReason = described.endsWith(')') && /\p{Script=Han}/u.test(described);
  if (isSystemReason) return described.replace(/ \((\w+)\)$/, '（$1）');
  return /[A-Za-z]{2,} [A-Za-z]/.test(described) ? `“${described}”` : described;
}
