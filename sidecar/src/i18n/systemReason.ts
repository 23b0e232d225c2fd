/** Codes of system errors that occur with files, folders, output and connections. */
export const SYSTEM_CODES = [
  'EACCES',
  'EBUSY',
  'EDQUOT',
  'EEXIST',
  'EFBIG',
  'EIO',
  'EISDIR',
  'ELOOP',
  'EMFILE',
  'ENAMETOOLONG',
  'ENODEV',
  'ENOENT',
  'ENOSPC',
  'ENOTDIR',
  'ENXIO',
  'EPERM',
  'EROFS',
] as const;

/** The meaning of each code, for use inside a sentence. */
export type SystemReasons = Readonly<Record<(typeof SYSTEM_CODES)[number], string>>;

/**
 * The reason of a system error in the user's language, with its code: "ENOSPC: no space left on
 * device, write" becomes "no space left on the disk (ENOSPC)". Any other reason is returned as it is.
 */
export function describeReason(reason: string, reasons: SystemReasons): string {
  const code = /^([A-Z][A-Z0-9]+)\b/.exec(reason)?.[1];
  const known = SYSTEM_CODES.find((each) => each === code);
  return known === undefined ? reason.replace(/[.。]$/, '') : `${reasons[known]} (${known})`;
}
