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

/** 系统错误的原因，用中文说明，句末不带句号。 */
export function why(reason: string): string {
  return describeReason(reason, systemReasons);
}
