/** Values that refer to a secret kept elsewhere. */
const REFERENCE = new RegExp(
  [
    '^\\$\\{?[A-Za-z_]\\w*[\\w:.-]*\\}?$',
    '\\$\\{',
    '\\$\\(',
    '\\{\\{',
    '#\\{',
    '^<[^<>]*>?$',
    '^\\[[^\\]]*\\]$',
    '^\\{[^}]*\\}$',
    '^%[A-Za-z_]\\w*%$',
    '%(?:\\(\\w*\\))?[sd]$',
    '^!(?:Ref|Sub|vault|secret|ImportValue|GetAtt|env)\\b',
    '^ENC\\[',
    '^(?:op|vault|sm|ssm|secretref|keychain|file|env|arn|gcp-sm|awssm):',
    '^@(?:Microsoft\\.KeyVault|secret)',
    '^(?:\\.{0,2}/|~/|[A-Za-z]:\\\\)[\\w./\\\\-]*$',
  ].join('|'),
);

/** Values that stand where a person is to write one. */
const TO_BE_FILLED_IN = new RegExp(
  [
    '^(?:x+|\\*+|\\.+|-+|_+|…+|•+|#+|0+)$',
    '^(?:change|replace|insert|enter|add|put|set|fill|paste|use)[-_ ]?(?:me|it|this|in|with|here|your|a|the)?(?:[-_ ].*)?$',
    '(?:^|[-_ ])(?:your|my|example|sample|dummy|placeholder|redacted|masked|hidden|todo|tbd|fixme|fake|mock|here)(?:$|[-_ .])',
    '^(?:your|my)[a-z]*(?:password|token|key|secret)$',
    '^(?:none|null|nil|undefined|true|false|yes|no|on|off|empty|required|optional|default|unset|n/a)$',
    '^(.)\\1*$',
  ].join('|'),
  'i',
);

/** Defaults of servers and of tutorials, which open nothing that is not open anyway. */
const DEFAULT =
  /^(?:admin|root|postgres|mysql|guest|test|tests|testing|demo|user|username|foo|bar|baz|pass|passw?ord|passwd|pwd|secret|token|key|api[-_]?key|changeit|changeme|password123|minioadmin|rabbitmq|redis|mongo|sa)$/i;

/** Names of types, which stand where a value would in a declaration. */
const TYPE =
  /^(?:string|str|text|varchar|char|number|int|integer|long|float|bool|boolean|bytes?|object|any|unknown|never|void|array|list|map|dict|date|uuid|email|file|hidden|basic|bearer|jwt|oauth2?|optional|sensitive|encrypted|input|value|bcrypt|argon2|hashed)[?!]?$/i;

/** A word that names the thing that it would be: `"password": "Password"`, `token: authToken`. */
const NAMES_SECRET = /pass(?:word|wd|phrase)?|secret|token|credential|api[-_]?key|private[-_]?key/i;

/** Whether a value only refers to a secret, or stands for one that is yet to be written. */
export function isReference(value: string): boolean {
  return REFERENCE.test(value) || /^(?:x{3,}|\*+|\.+|…+|•+)$/i.test(value);
}

/** Whether a value stands for one that a person is to write, or is a default of a server. */
export function isStandIn(value: string): boolean {
  return isReference(value) || TO_BE_FILLED_IN.test(value) || DEFAULT.test(value);
}

/** Whether a value is no secret of anybody: a reference, a placeholder, a default, a type. */
export function isPlaceholder(value: string): boolean {
  return (
    isStandIn(value) ||
    TYPE.test(value) ||
    // What a person reads has more than one word.
    /^\S+\s+\S/.test(value) ||
    /[^\x20-\x7e]/.test(value)
  );
}

/** Whether a value is a name in code rather than a text: `os.environ`, `userPassword`, `String`. */
export function isIdentifier(value: string): boolean {
  if (/^&?\*?(?:[A-Za-z_$][\w$]*(?:\?\.|\.|::|->))+[A-Za-z_$][\w$]*[?!]?$/.test(value)) {
    return (
      NAMES_SECRET.test(value) ||
      /^(?:process|os|env|config|settings|self|this|req|request|props|args|opts|options|params|ctx|var|local|data|module|input|state|form|values?|z|v|t)\b/i.test(
        value,
      )
    );
  }
  if (!/^[A-Za-z_$][\w$]*[?!]?$/.test(value)) return false;
  // PascalCase and camelCase of letters alone name types and variables.
  if (/^[A-Za-z]*[a-z][A-Z][A-Za-z]*$/.test(value) || /^[A-Z][a-z]+$/.test(value)) return true;
  return NAMES_SECRET.test(value) && /_|[a-z][A-Z]/.test(value);
}

/**
 * Whether a value without quotes is code: a name, a call, an index. A password may have brackets
 * too; it does not begin as code does and close each of them.
 */
export function isExpression(value: string): boolean {
  if (isIdentifier(value)) return true;
  if (!BRACKET.test(value)) return false;
  return !looksDrawn(value) || (/^[&*!(]?[A-Za-z_$]/.test(value) && hasClosedBrackets(value));
}

/** Whether a text is a whole call or index, such as `getToken(user)`, or has names to fill in. */
export function isCall(value: string): boolean {
  const call = /^[A-Za-z_$][A-Za-z_$.]*[([<{].*[)\]>}];?$/.test(value);
  return (call && hasClosedBrackets(value)) || /\{[A-Za-z_][\w.]*\}|^<.*>$/.test(value);
}

/** Whether the parts between slashes are words: `auth/token2`. */
export function isPathOfWords(value: string): boolean {
  return value.includes('/') && value.split('/').every((part) => WORDS.test(part));
}

const WORDS = /^[a-z]{2,}(?:[A-Z][a-z]+)*(?:[-_.][a-z]+)*\d{0,2}$/;
const BRACKET = /[()[\]{}<>]/;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };

function hasClosedBrackets(value: string): boolean {
  const open: string[] = [];
  for (const bracket of value.replace(/=>|->/g, '').match(/[()[\]{}<>]/g) ?? []) {
    const closing = CLOSING[bracket];
    if (closing !== undefined) open.push(closing);
    else if (open.pop() !== bracket) return false;
  }
  return open.length === 0;
}

/** Whether a value has the mix of characters that a drawn secret has, and a word has not. */
export function looksDrawn(value: string): boolean {
  return value.length >= 8 && /\d/.test(value) && /[A-Za-z]/.test(value);
}
