import type { SecretKind } from '@condenser/protocol';
import { isPlaceholder, isReference, isStandIn, looksRandom } from './placeholders.ts';

/**
 * A rule for secrets in a text. Every repetition is bounded, or starts at a boundary that its own
 * characters cannot match, so that the time is linear in the length of the text.
 */
export interface TextRule {
  readonly rule: string;
  readonly kind: SecretKind;
  /** With the flag `g`, and optionally `i` and `m`. The first group, if any, is the value. */
  readonly pattern: RegExp;
  /** Whether the match is a secret; default: always. */
  readonly accepts?: (value: string, match: RegExpExecArray) => boolean;
}

/** A token does not start inside a word. */
const START = '(?<![A-Za-z0-9_-])';

/** Tokens with a prefix of their issuer. */
const ISSUED: Readonly<Record<string, string>> = {
  github: 'gh[pousr]_[A-Za-z0-9]{20,255}',
  'github-fine-grained': 'github_pat_[A-Za-z0-9_]{20,255}',
  gitlab: 'gl(?:pat|dt|rt|ptt|ft|oas|soat|cbt|agent|imt|ffct)-[\\w.-]{16,255}',
  'aws-access-key': '(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])',
  'google-api-key': 'AIza[\\w-]{30,40}',
  'google-oauth': '(?:ya29\\.[\\w-]{20,255}|GOCSPX-[\\w-]{20,64})',
  stripe: '(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{10,255}',
  'stripe-webhook': 'whsec_[A-Za-z0-9+/=]{20,255}',
  slack: '(?:xox[abeoprs]-[\\w.-]{10,255}|xapp-\\d-[\\w-]{10,255})',
  npm: 'npm_[A-Za-z0-9]{30,64}',
  'hugging-face': 'hf_[A-Za-z0-9]{20,64}',
  pypi: 'pypi-[\\w-]{20,255}',
  rubygems: 'rubygems_[a-f0-9]{32,64}',
  'docker-hub': 'dckr_(?:pat|oat)_[\\w-]{20,64}',
  'digital-ocean': 'do[opr]_v1_[a-f0-9]{32,64}',
  sendgrid: 'SG\\.[\\w-]{16,32}\\.[\\w-]{16,64}',
  mailgun: 'key-[a-f0-9]{32}',
  twilio: 'SK[a-f0-9]{32}(?!\\w)',
  telegram: '\\d{8,10}:AA[\\w-]{30,40}',
  'openai-style': 'sk-[\\w-]{20,255}',
  groq: 'gsk_[A-Za-z0-9]{20,64}',
  xai: 'xai-[A-Za-z0-9]{20,128}',
  replicate: 'r8_[A-Za-z0-9]{20,64}',
  nvidia: 'nvapi-[\\w-]{20,128}',
  shopify: 'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}',
  square: 'sq0(?:atp|csp)-[\\w-]{20,64}',
  databricks: 'dapi[a-f0-9]{32}(?:-\\d)?',
  vault: 'hv[sbr]\\.[\\w-]{20,255}',
  linear: 'lin_(?:api|oauth)_[A-Za-z0-9]{20,64}',
  figma: 'figd_[\\w-]{20,64}',
  postman: 'PMAK-[a-f0-9-]{20,80}',
  grafana: 'gl(?:sa|c)_[\\w=+/-]{20,255}',
  sentry: 'sntry[su]_[\\w=+/-]{20,255}',
  supabase: 'sbp_[a-f0-9]{32,64}',
  pulumi: 'pul-[a-f0-9]{32,64}',
  atlassian: 'AT(?:ATT|CTT)3[\\w=-]{20,255}',
  tailscale: 'tskey-[\\w-]{10,128}',
  alibaba: 'LTAI[A-Za-z0-9]{12,30}',
  tencent: 'AKID[A-Za-z0-9]{32}',
  'new-relic': 'NRAK-[A-Z0-9]{20,40}',
  'age-key': 'AGE-SECRET-KEY-1[A-Z0-9]{40,80}',
  'slack-webhook': 'https://hooks\\.slack\\.com/(?:services|workflows)/[\\w/-]{20,128}',
  'discord-webhook':
    'https://(?:\\w{1,10}\\.)?discord(?:app)?\\.com/api/webhooks/\\d{10,25}/[\\w-]{20,128}',
  'teams-webhook': 'https://[\\w-]{1,64}\\.webhook\\.office\\.com/webhookb2/[\\w@/-]{20,255}',
  'json-web-token': 'eyJ[\\w-]{8,8192}\\.eyJ[\\w-]{8,8192}\\.[\\w-]{0,1024}',
};

/** Prefixes that also occur in words: the rest has to look random. */
const NEEDS_DIGITS = new Set([
  'openai-style',
  'pypi',
  'hugging-face',
  'xai',
  'tailscale',
  'nvidia',
]);

/** Tokens, keys and headers that are recognized by their form alone. */
export const tokenRules: readonly TextRule[] = [
  {
    rule: 'private-key',
    kind: 'privateKey',
    // Followed by a quote, it is code that searches for keys.
    pattern: /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?!["'`)/])/g,
  },
  {
    rule: 'encoded-private-key',
    kind: 'privateKey',
    // The beginning of a PEM file in base64, which is the same for a certificate.
    pattern: /(?<![A-Za-z0-9+/])LS0tLS1CRUdJTi[A-Za-z0-9+/]{6,80}/g,
    accepts: (value) => /PRIVAT/.test(Buffer.from(value, 'base64').toString('latin1')),
  },
  {
    rule: 'ssh2-private-key',
    kind: 'privateKey',
    pattern: /---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----|PuTTY-User-Key-File-\d: /g,
  },
  ...Object.entries(ISSUED).map(([rule, form]): TextRule => {
    const pattern = new RegExp(`${START}${form}`, 'g');
    const kind = 'accessToken';
    if (!NEEDS_DIGITS.has(rule)) return { rule, kind, pattern, accepts: isNotFiller };
    return { rule, kind, pattern, accepts: (value) => isNotFiller(value) && looksRandom(value) };
  }),
  {
    rule: 'mailchimp',
    kind: 'accessToken',
    // Matched by its end, which is rarer than its beginning.
    pattern: /(?<=(?<![\w-])[a-f0-9]{32})-us\d{1,2}(?!\w)/g,
  },
  {
    rule: 'authorization-header',
    kind: 'authorizationHeader',
    pattern:
      /Authorization["']?\]?[ \t]{0,8}(?:=>|[:=,])[ \t]{0,8}["'`]?(?:Bearer|Basic|Token|Digest|ApiKey)[ \t]{1,8}([^\s"'`,;)]{1,4096})/gi,
    accepts: isCredential,
  },
  {
    rule: 'bearer-token',
    kind: 'authorizationHeader',
    pattern: /(?<![\w-])Bearer[ \t]{1,8}([\w.~+/=-]{16,4096})/g,
    accepts: isCredential,
  },
  {
    rule: 'url-password',
    kind: 'connectionString',
    pattern:
      /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,30}:\/\/[^\s/:@"'`<>]{0,100}:([^\s/@"'`<>]{1,200})@[\w[]/gi,
    accepts: (value) => !isStandIn(value),
  },
  {
    rule: 'connection-string',
    kind: 'connectionString',
    pattern:
      /(?<![\w ])(?:server|data source|host|addr(?:ess)?|user ?id|uid|user(?:name)?|database|initial catalog|driver|endpoint)[ \t]{0,4}=[^;\r\n"']{1,200};(?:[^;\r\n"']{1,200};){0,12}[ \t]{0,4}(?:password|pwd)[ \t]{0,4}=[ \t]{0,4}([^;\s"']{1,200})/gi,
    accepts: (value) => !isReference(value),
  },
  {
    rule: 'connection-string',
    kind: 'connectionString',
    pattern:
      /;[ \t]{0,4}(?:AccountKey|SharedAccessKey|SharedSecretValue)[ \t]{0,4}=[ \t]{0,4}([^;\s"']{8,512})/gi,
    accepts: (value) => !isPlaceholder(value),
  },
  {
    rule: 'signed-url',
    kind: 'accessToken',
    pattern: /[?&;]sig=([\w%+/=-]{20,200})/g,
    accepts: (value) => !isPlaceholder(value),
  },
  {
    rule: 'netrc',
    kind: 'password',
    pattern:
      /(?<!\w)machine[ \t]{1,8}\S{1,200}\s{1,8}login[ \t]{1,8}\S{1,200}\s{1,8}password[ \t]{1,8}(\S{1,200})/g,
    accepts: (value) => !isPlaceholder(value),
  },
  {
    rule: 'password-hash',
    kind: 'password',
    pattern: /^[\w.@-]{1,64}:\$(?:apr1|[156y]|2[abxy]|argon2id?)\$[^\s:]{8,200}/gm,
  },
];

/** Documentation has placeholders such as `ghp_xxxxxxxx`. */
function isNotFiller(value: string): boolean {
  return !/([Xx*.])\1{7,}|(?:your|example|placeholder)[-_]/i.test(value);
}

function isCredential(value: string): boolean {
  if (isPlaceholder(value)) return false;
  return /\d/.test(value) ? value.length >= 6 : /[a-z][A-Z].*[A-Z]|[A-Z]{2}.*[a-z]|=$/.test(value);
}
