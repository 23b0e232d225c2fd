import {
  isCall,
  isExpression,
  isIdentifier,
  isPathOfWords,
  isPlaceholder,
  looksRandom,
} from './placeholders.ts';
import type { TextRule } from './tokenRules.ts';

/** Name endings whose literal values are nearly always secrets. */
export const PASSWORD_NAME = '(?:pass(?:word|wd|phrase)|pwd|_pass)';
/** Name endings whose random values are secrets. */
export const KEY_NAME =
  '(?:(?:client|app|api|consumer|shared|jwt|session|cookie|webhook|signing|oauth2?)?[-_.]?secret(?:[-_.]?(?:access)?[-_.]?key)?(?:[-_]base)?' +
  '|(?:api|access|account|auth|encryption|encrypt|signing|storage|shared|master|private|license|service|admin|app|subscription|server|deploy|client|fernet|hmac|aes|cipher|crypto|jwt|session|cookie|webhook|ssh|pgp|gpg)[-_.]?(?:access)?[-_.]?key(?:[-_.]?data)?' +
  '|(?:access|auth|refresh|bearer|api|bot|session|oauth|secret|private|personal|github|gitlab|npm|slack|id)?[-_.]?token|_auth|credentials?)';

/** A space within a line, including those of word processors. */
const BLANK = '[ \\t\\u00a0\\u2000-\\u200a\\u202f\\u3000]';
/** The part between a name and its value. */
const BETWEEN = `(?:\\d{0,2}\\\\{0,4}["'\`]?\\]?${BLANK}{0,20}(?:=>|:=|[:=](?![:=>]))${BLANK}{0,20})`;
/** A literal on one line, possibly inside another literal. */
export const QUOTED = `(?:\\\\{1,4}"([^"\\\\\\r\\n]{1,512})\\\\{1,4}"|"([^"\\r\\n]{1,512})"|'([^'\\r\\n]{1,512})'|\`([^\`\\r\\n]{1,512})\`)`;
/** The part of a line before the name of a variable or setting. */
const LINE_START =
  '^[ \\t]{0,64}(?:[-#;][ \\t]{0,8})?(?:(?:export|set|setx|ENV|ARG|env|var)[ \\t]{1,8})?(?:\\$env:)?["\']?';
const NAME_PART = '[\\w./:-]{0,80}?';
const LINE_VALUE = '([^\\s"\'`#][^\\s]{0,511})[ \\t]{0,64}\\r?$';

/** Values assigned to a name of a secret. */
export const assignmentRules: readonly TextRule[] = [
  {
    rule: 'quoted-password',
    kind: 'password',
    pattern: new RegExp(`${PASSWORD_NAME}${BETWEEN}${QUOTED}`, 'gi'),
    accepts: isQuotedPassword,
  },
  {
    rule: 'quoted-key',
    kind: 'accessToken',
    pattern: new RegExp(`${KEY_NAME}${BETWEEN}${QUOTED}`, 'gi'),
    accepts: isQuotedKey,
  },
  {
    rule: 'password-setting',
    kind: 'password',
    pattern: new RegExp(
      `${LINE_START}(${NAME_PART}${PASSWORD_NAME}${BETWEEN})${LINE_VALUE}`,
      'gim',
    ),
    accepts: (_, match) => isSetting(match, (value) => value.length >= 4),
  },
  {
    rule: 'key-setting',
    kind: 'accessToken',
    pattern: new RegExp(`${LINE_START}(${NAME_PART}${KEY_NAME}${BETWEEN})${LINE_VALUE}`, 'gim'),
    accepts: (_, match) => isSetting(match, isKey),
  },
  {
    rule: 'defined-password',
    kind: 'password',
    pattern: new RegExp(
      `define\\([ \\t]{0,8}['"]\\w{0,60}(?:PASSWORD|SECRET|_KEY|_SALT|TOKEN)['"][ \\t]{0,8},[ \\t]{0,8}${QUOTED}`,
      'gi',
    ),
    accepts: isQuotedPassword,
  },
  {
    rule: 'password-element',
    kind: 'password',
    pattern:
      /<(?:\w{0,30}[:.-])?(?:password|passphrase|secret|token|api-?key|private-?key)>([^<\s]{4,512})<\//gi,
    accepts: (value) => isQuotedPassword(value),
  },
  {
    rule: 'password-flag',
    kind: 'password',
    pattern:
      /(?<![\w-])--(?:[a-z]{1,20}-)?(?:password|passphrase|token|secret|api-key)(?:=|[ \t]{1,4})["']?([^\s"'`]{4,512})/gi,
    accepts: (value) =>
      !value.startsWith('-') && !isPlaceholder(value) && !isExpression(value) && /\d/.test(value),
  },
];

/** The group of the match that contains the value. */
export function matchedValue(match: RegExpExecArray): string {
  return match.slice(1).find((group) => group !== undefined) ?? match[0];
}

/** Whether a quoted text in the place of a password is one. */
export function isQuotedPassword(value: string): boolean {
  if (value.length < 4 || isNotLiteral(value)) return false;
  // A message.
  if (/[,;:?]$/.test(value) && !/\d/.test(value)) return false;
  // A format, a regular expression or a translation key.
  return !/^[a-z]+(?:[._-][a-z]+)+$|^\/|\\[dws]/i.test(value);
}

/** Whether a quoted text in the place of a key is one. */
export function isQuotedKey(value: string): boolean {
  return !isNotLiteral(value) && isKey(value);
}

function isNotLiteral(value: string): boolean {
  return isPlaceholder(value) || isIdentifier(value) || isCall(value);
}

/** Whether an unquoted value is that of a setting: it must end the line. */
function isSetting(match: RegExpExecArray, isLong: (value: string) => boolean): boolean {
  const [, name = '', value = ''] = match;
  if (/[,;({[|>]$/.test(value) || isPlaceholder(value)) return false;
  // `DB_PASSWORD=hunter` is certainly a setting; `password = hunter` may be code.
  if (/^[A-Z0-9_]{3,}=$/.test(name) && !isCode(value)) return isLong(value);
  if (isExpression(value)) return false;
  if (/[=:][ \t]+$/.test(name) && /^[A-Za-z_$][\w$]*$/.test(value) && !/\d/.test(value)) {
    return /:[ \t]+$/.test(name) && /^[a-z]{6,}$/.test(value) && isLong(value);
  }
  return isLong(value);
}

/** Whether the value of a setting in capitals is code. */
function isCode(value: string): boolean {
  return isCall(value) || (value.includes('.') && isIdentifier(value));
}

function isKey(value: string): boolean {
  if (isPathOfWords(value)) return false;
  return looksRandom(value) || (value.length >= 16 && /[^A-Za-z_. -]|[a-z][A-Z]/.test(value));
}
