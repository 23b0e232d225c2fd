import { describeReason, type SystemReasons } from '../systemReason.ts';

const systemReasons: SystemReasons = {
  EACCES: 'permission denied',
  EBUSY: 'it is in use',
  EDQUOT: 'the disk quota is exceeded',
  EEXIST: 'a file with this name already exists',
  EFBIG: 'the file would be too large',
  EIO: 'the device reported an error',
  EISDIR: 'it is a folder',
  ELOOP: 'its links form a loop',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENODEV: 'no such device',
  ENOENT: 'no such file or folder',
  ENOSPC: 'no space left on the disk',
  ENOTDIR: 'a part of the path is not a folder',
  ENXIO: 'no such device',
  EPERM: 'the system does not permit it',
  EROFS: 'the disk is read-only',
};

/** The reason of an error in English, without a full stop. */
export function why(reason: string): string {
  return describeReason(reason, systemReasons);
}
