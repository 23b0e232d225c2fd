/** Codes of system errors that a person may meet with files, folders and output. */
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

/** What each code means, to stand inside a sentence. */
export type SystemReasons = Readonly<Record<(typeof SYSTEM_CODES)[number], string>>;

/**
 * The reason of a system error in a person's words, with its code: "ENOSPC: no space left on device,
 * write" becomes "no space left on the disk (ENOSPC)". Another reason stays as it is.
 */
export function describeReason(reason: string, reasons: SystemReasons): string {
  const code = /^([A-Z][A-Z0-9]+)\b/.exec(reason)?.[1];
  const known = SYSTEM_CODES.find((one) => one === code);
  return known === undefined ? reason.replace(/[.。]$/, '') : `${reasons[known]} (${known})`;
}
