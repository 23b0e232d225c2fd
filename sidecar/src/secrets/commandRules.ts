import {
  isQuotedKey,
  isQuotedPassword,
  KEY_NAME,
  PASSWORD_NAME,
  QUOTED,
} from './assignmentRules.ts';
import { isExpression, isPlaceholder, looksRandom } from './placeholders.ts';
import type { TextRule } from './tokenRules.ts';

const GAP = '[ \\t]{1,4}';
const LINE_END = '[ \\t]{0,64}\\r?$';
const ARGUMENT = '["\']?([^\\s"\'`]{4,200})';

/** Secrets in a command, a statement or a file without an assignment sign. */
export const commandRules: readonly TextRule[] = [
  {
    rule: 'user-flag',
    kind: 'password',
    pattern:
      /(?<![\w-])(?:-u|--user|--proxy-user)[ \t=]{0,4}["']?[\w.@+-]{1,64}:([^\s"'`/]{4,200})/g,
    // `user:group` has the same form.
    accepts: (value) => isArgument(value) && looksRandom(value),
  },
  {
    rule: 'password-argument',
    kind: 'password',
    pattern: new RegExp(
      `(?<![\\w-])(?:sshpass|(?:docker|podman|buildah|helm|oc|az)${GAP}(?:registry${GAP})?login|redis-cli|mongo(?:sh|dump|restore)?|sqlcmd)` +
        `(?:${GAP}\\S{1,80}){0,12}?${GAP}-[paP][ \\t]{0,4}${ARGUMENT}`,
      'g',
    ),
    accepts: isArgument,
  },
  {
    rule: 'password-argument',
    kind: 'password',
    // After a space, it would be the name of the database.
    pattern: new RegExp(
      `(?<![\\w-])(?:mysql|mariadb)[\\w-]{0,12}(?:${GAP}\\S{1,80}){0,12}?${GAP}-p${ARGUMENT}`,
      'g',
    ),
    accepts: isArgument,
  },
  {
    rule: 'environment-of-a-command',
    kind: 'password',
    pattern:
      /(?<![\w$])[A-Z0-9_]{0,40}(?:PASSWORD|PASSWD|PWD|SECRET|TOKEN|API_KEY)=([^\s"'`]{6,512})[ \t]{1,4}\S/g,
    accepts: (value) => isArgument(value) && looksRandom(value),
  },
  {
    rule: 'environment-instruction',
    kind: 'password',
    pattern: new RegExp(
      `^[ \\t]{0,64}(?:ENV|ARG|setx?|setenv)${GAP}\\w{0,60}?${PASSWORD_NAME}${GAP}${ARGUMENT}["']?${LINE_END}`,
      'gim',
    ),
    accepts: isArgument,
  },
  {
    rule: 'environment-instruction',
    kind: 'accessToken',
    pattern: new RegExp(
      `^[ \\t]{0,64}(?:ENV|ARG|setx?|setenv)${GAP}\\w{0,60}?${KEY_NAME}${GAP}${ARGUMENT}["']?${LINE_END}`,
      'gim',
    ),
    accepts: (value) => isArgument(value) && isQuotedKey(value),
  },
  {
    rule: 'query-password',
    kind: 'connectionString',
    pattern: /[?&;](?:password|passwd|pwd|passphrase)=([^\s&"'`;#<>]{4,512})/gi,
    accepts: isArgument,
  },
  {
    rule: 'query-token',
    kind: 'accessToken',
    pattern:
      /[?&](?:secret|(?:access_|auth_)?token|api_?key|client_secret)=([^\s&"'`;#<>]{8,512})/gi,
    accepts: (value) => isArgument(value) && isQuotedKey(value),
  },
  {
    rule: 'comment-password',
    kind: 'password',
    pattern: new RegExp(
      `(?://|#|/\\*|<!--|--[ \\t])[ \\t]{0,8}[\\w -]{0,40}?${PASSWORD_NAME}[ \\t]{0,4}(?:[:=]|is)[ \\t]{1,8}${ARGUMENT}` +
        `["']?[ \\t]{0,8}(?:\\*/|-->)?${LINE_END}`,
      'gim',
    ),
    accepts: (value) => isArgument(value) && looksRandom(value),
  },
  {
    rule: 'password-attribute',
    kind: 'password',
    pattern: new RegExp(
      `(?:key|name|id)=["'][^"'\\r\\n]{0,60}?(?:${PASSWORD_NAME}|secret|token|api-?key)["']\\s{1,8}value=["']([^"'\\r\\n]{4,512})["']`,
      'gi',
    ),
    accepts: isQuotedPassword,
  },
  {
    rule: 'sql-password',
    kind: 'password',
    pattern: new RegExp(
      `(?<!\\w)(?:IDENTIFIED${GAP}(?:WITH${GAP}\\S{1,60}${GAP})?(?:BY|AS)(?:${GAP}PASSWORD)?|(?:ENCRYPTED|WITH|LOGIN|(?:USER|ROLE)${GAP}\\S{1,64})${GAP}PASSWORD)\\s{1,4}${QUOTED}`,
      'gi',
    ),
    accepts: isQuotedPassword,
  },
  {
    rule: 'secure-string',
    kind: 'password',
    pattern: new RegExp(`ConvertTo-SecureString${GAP}(?:-\\w{1,20}${GAP}){0,3}${QUOTED}`, 'gi'),
    accepts: isQuotedPassword,
  },
  {
    rule: 'yaml-block',
    kind: 'password',
    pattern: new RegExp(
      `(?:${PASSWORD_NAME}|${KEY_NAME})["']?:${GAP}[|>][+-]?\\d?${LINE_END.replace('$', '\\n')}[ \\t]{1,64}([^\\s"'\`]{4,512})${LINE_END}`,
      'gim',
    ),
    accepts: (value) => isArgument(value) && isQuotedPassword(value),
  },
];

function isArgument(value: string): boolean {
  return !isPlaceholder(value) && !isExpression(value);
}
