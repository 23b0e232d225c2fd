/** References to a secret that is stored elsewhere. */
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

/** Placeholders for a value that the user has to enter. */
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

/** Defaults of servers and tutorials, which are publicly known. */
const DEFAULT =
  /^(?:admin|root|postgres|mysql|guest|test|tests|testing|demo|user|username|foo|bar|baz|pass|passw?ord|passwd|pwd|secret|token|key|api[-_]?key|changeit|changeme|password123|minioadmin|rabbitmq|redis|mongo|sa)$/i;

/** Names of types, in the place of a value in a declaration. */
const TYPE =
  /^(?:string|str|text|varchar|char|number|int|integer|long|float|bool|boolean|bytes?|object|any|unknown|never|void|array|list|map|dict|date|uuid|email|file|hidden|basic|bearer|jwt|oauth2?|optional|sensitive|encrypted|input|value|bcrypt|argon2|hashed)[?!]?$/i;

/** Words that name the secret itself: `"password": "Password"`, `token: authToken`. */
const NAMES_SECRET = /pass(?:word|wd|phrase)?|secret|token|credential|api[-_]?key|private[-_]?key/i;

/** Whether a value is a reference to a secret, or filler characters. */
export function isReference(value: string): boolean {
  return REFERENCE.test(value) || /^(?:x{3,}|\*+|\.+|…+|•+)$/i.test(value);
}

/** Whether a value is a reference, a placeholder, or a default of a server. */
export function isStandIn(value: string): boolean {
  return isReference(value) || TO_BE_FILLED_IN.test(value) || DEFAULT.test(value);
}

/** Whether a value is not a secret: a reference, a placeholder, a default, a type or a sentence. */
export function isPlaceholder(value: string): boolean {
  return (
    isStandIn(value) ||
    TYPE.test(value) ||
    // A sentence has more than one word.
    /^\S+\s+\S/.test(value) ||
    /[^\x20-\x7e]/.test(value)
  );
}

/** Whether a value is an identifier in code: `os.environ`, `userPassword`, `String`. */
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
 * Whether an unquoted value is code: an identifier, a call or an index. A password may contain brackets
 * as well, but rarely starts like code and closes all of them.
 */
export function isExpression(value: string): boolean {
  if (isIdentifier(value)) return true;
  if (!BRACKET.test(value)) return false;
  return !looksRandom(value) || (/^[&*!(]?[A-Za-z_$]/.test(value) && hasClosedBrackets(value));
}

/** Whether a text is a call or an index, such as `getToken(user)`, or has named placeholders. */
export function isCall(value: string): boolean {
  const call = /^[A-Za-z_$][A-Za-z_$.]*[([<{].*[)\]>}];?$/.test(value);
  return (call && hasClosedBrackets(value)) || /\{[A-Za-z_][\w.]*\}|^<.*>$/.test(value);
}

/** Whether a value is a path of words: `auth/token2`. */
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

/** Whether a value mixes characters like a random secret, unlike a word. */
export function looksRandom(value: string): boolean {
  return value.length >= 8 && /\d/.test(value) && /[A-Za-z]/.test(value);
}
